-- lines: matched rows of the passes, when they are not those of the totals
with passes as (
    select coalesce(sum(matched), 0) as matched from marts.pass_breakdown
),

final as (
    select
        passes.matched as pass_matched,
        totals.matched
    from passes
    cross join marts.totals as totals
    where passes.matched != totals.matched
)

select * from final
