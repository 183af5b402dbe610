-- lines: dimensions whose values do not add up to the totals
with pivots as (
    select
        dimension,
        sum(row_count) as source_rows,
        sum(matched) as matched,
        sum(review) as review,
        sum(new_records) as new_records
    from marts.pivots
    group by dimension
),

final as (
    select
        pivots.dimension,
        pivots.source_rows,
        pivots.matched,
        pivots.review,
        pivots.new_records
    from pivots
    cross join marts.totals as totals
    where
        pivots.source_rows != totals.source_rows
        or pivots.matched != totals.matched
        or pivots.review != totals.review
        or pivots.new_records != totals.new_records
)

select * from final
order by dimension
