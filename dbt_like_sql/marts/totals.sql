-- grain: one line
with outcomes as (
    select * from core.row_outcomes
),

reach as (
    select * from staging.reach
),

reachable as (
    select
        outcomes.*,
        reach.has_email,
        reach.has_phone
    from outcomes
    inner join reach on outcomes.row_id = reach.row_id
),

final as (
    select
        cast(sum(score_tenths) filter (where status != 'unmatched') as bigint) as score_tenths_sum,
        count(*) as source_rows,
        count(*) filter (where status = 'matched') as matched,
        count(*) filter (where status = 'review') as review,
        count(*) filter (where status = 'unmatched') as unmatched,
        count(*) filter (where is_new_record) as new_records,
        count(*) filter (where is_new_record and has_email) as new_records_with_email,
        count(*) filter (where is_new_record and has_phone) as new_records_with_phone,
        count(*) filter (where not has_candidate) as without_candidate,
        count(*) filter (where is_source_duplicate) as source_duplicates,
        count(distinct master_row_id) filter (where status = 'matched') as master_rows_matched,
        count(*) filter (where status = 'matched' and has_master_duplicates) as master_duplicates,
        median(score_tenths) filter (where status != 'unmatched') as score_tenths_median
    from reachable
)

select * from final
