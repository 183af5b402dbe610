-- lines: the totals, when kept rows and duplicates are not all rows
with final as (
    select
        cluster_totals.entities,
        totals.matched as duplicates,
        totals.source_rows
    from marts.cluster_totals as cluster_totals
    cross join marts.totals as totals
    where cluster_totals.entities + totals.matched != totals.source_rows
)

select * from final
