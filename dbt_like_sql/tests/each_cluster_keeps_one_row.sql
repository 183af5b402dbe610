-- lines: clusters without exactly one representative, or with another number of rows than they say
with final as (
    select
        cluster_id,
        count(*) as row_count,
        count(*) filter (where is_representative) as representatives,
        max(cluster_size) as cluster_size
    from staging.clusters
    group by cluster_id
    having
        count(*) filter (where is_representative) != 1
        or count(*) != min(cluster_size)
        or count(*) != max(cluster_size)
)

select * from final
order by cluster_id
