-- lines: matched or review rows of the buckets that are not those of the totals
with buckets as (
    select
        coalesce(sum(matched), 0) as matched,
        coalesce(sum(review), 0) as review
    from marts.score_distribution
),

final as (
    select
        buckets.matched as bucket_matched,
        buckets.review as bucket_review,
        totals.matched,
        totals.review
    from buckets
    cross join marts.totals as totals
    where buckets.matched != totals.matched or buckets.review != totals.review
)

select * from final
