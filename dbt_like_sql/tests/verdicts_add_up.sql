-- lines: the totals, when matched, review and unmatched rows are not all rows
with final as (
    select
        source_rows,
        matched,
        review,
        unmatched
    from marts.totals
    where matched + review + unmatched != source_rows
)

select * from final
