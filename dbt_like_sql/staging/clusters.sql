-- grain: one line per row of a deduplicated list
with source as (
    select * from input.clusters
),

renamed as (
    select
        _lmg_row_id as row_id,
        _lmg_cluster_id as cluster_id,
        _lmg_is_representative as is_representative,
        cluster_size,
        cast(round(coalesce(_lmg_match_score, 0) * 10) as bigint) as score_tenths,
        cast(round(weakest_link * 10) as bigint) as weakest_link_tenths
    from source
),

final as (
    select * from renamed
)

select * from final
