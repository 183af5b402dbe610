-- lines: row ids that the list has and the outcomes have not, or the other way round, or more than once
with source_rows as (
    select _lmg_row_id as row_id from input.rows
),

outcomes as (
    select
        row_id,
        count(*) as outcome_count
    from core.row_outcomes
    group by row_id
),

final as (
    select
        coalesce(source_rows.row_id, outcomes.row_id) as row_id,
        coalesce(outcomes.outcome_count, 0) as outcome_count,
        source_rows.row_id is not null as is_in_list
    from source_rows
    full join outcomes on source_rows.row_id = outcomes.row_id
    where source_rows.row_id is null or outcomes.outcome_count is distinct from 1
)

select * from final
order by row_id
