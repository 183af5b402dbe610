-- lines: excluded rows that the source list does not have, or that are named twice
with excluded as (
    select * from staging.excluded
),

source_rows as (
    select * from input.rows
),

final as (
    select excluded.row_id
    from excluded
    left join source_rows on excluded.row_id = source_rows._lmg_row_id
    group by excluded.row_id
    having count(*) > 1 or count(source_rows._lmg_row_id) = 0
)

select * from final
