-- grain: one line per pass that found matched rows
with outcomes as (
    select * from core.row_outcomes
    where status = 'matched'
),

final as (
    select
        coalesce(pass, 'other') as pass,
        count(*) as matched
    from outcomes
    group by coalesce(pass, 'other')
)

select * from final
