-- grain: one line per cluster, the 20 that hang on the weakest links; what is certain (100) need not be looked at
with clusters as (
    select * from staging.clusters
    where cluster_size > 1
),

weakest as (
    select
        cluster_id,
        cluster_size,
        weakest_link_tenths
    from clusters
    where is_representative and (weakest_link_tenths is null or weakest_link_tenths < 1000)
    order by weakest_link_tenths asc nulls first, cluster_id asc
    limit 20
),

final as (
    select
        weakest.cluster_id,
        weakest.cluster_size,
        weakest.weakest_link_tenths,
        list(clusters.row_id order by clusters.row_id)[:50] as row_ids
    from weakest
    inner join clusters on weakest.cluster_id = clusters.cluster_id
    group by weakest.cluster_id, weakest.cluster_size, weakest.weakest_link_tenths
)

select * from final
