-- lines: rows with an unknown verdict or a score outside 0 to 100
with final as (
    select
        row_id,
        status,
        score_tenths
    from core.row_outcomes
    where status not in ('matched', 'review', 'unmatched') or score_tenths not between 0 and 1000
)

select * from final
order by row_id
