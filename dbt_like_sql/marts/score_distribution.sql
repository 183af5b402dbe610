-- grain: one line per bucket of ten points (the highest has eleven: 90 to 100) that holds matched or review rows
with outcomes as (
    select * from core.row_outcomes
    where status != 'unmatched'
),

final as (
    select
        cast(sum(score_tenths) as bigint) as score_tenths_sum,
        least(score_tenths // 100 * 10, 90) as bucket_from,
        count(*) as row_count,
        count(*) filter (where status = 'matched') as matched,
        count(*) filter (where status = 'review') as review
    from outcomes
    group by bucket_from
)

select * from final
