-- grain: one line
with excluded as (
    select * from staging.excluded
),

outcomes as (
    select * from core.row_outcomes
),

judged as (
    select outcomes.status
    from excluded
    inner join outcomes on excluded.row_id = outcomes.row_id
),

final as (
    select
        count(*) as excluded_rows,
        count(*) filter (where status = 'matched') as excluded_matched
    from judged
)

select * from final
