-- grain: one line
with verdicts as (
    select * from staging.verdicts
),

final as (
    select count(*) as result_lines from verdicts
)

select * from final
