-- grain: one line
with excluded as (
    select * from staging.excluded
),

final as (
    select count(*) as excluded_rows from excluded
)

select * from final
