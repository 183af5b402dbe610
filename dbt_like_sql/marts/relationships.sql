-- grain: one line per class of relationship between a row and its best candidate
with outcomes as (
    select * from core.row_outcomes
    where has_candidate and relationship is not null
),

final as (
    select
        relationship,
        count(*) as row_count,
        count(*) filter (where status = 'matched') as matched,
        count(*) filter (where status = 'review') as review,
        count(*) filter (where status = 'unmatched') as unmatched
    from outcomes
    group by relationship
)

select * from final
