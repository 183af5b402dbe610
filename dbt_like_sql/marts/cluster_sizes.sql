-- grain: one line per size of cluster
with clusters as (
    select * from staging.clusters
    where is_representative
),

final as (
    select
        cluster_size,
        count(*) as clusters
    from clusters
    group by cluster_size
)

select * from final
