-- grain: one line per scored candidate pair
with source as (
    select * from input.scored_matches
),

renamed as (
    select
        source_row_id as row_id,
        master_row_id as other_row_id,
        relationship,
        pass,
        cast(round(score * 10) as bigint) as score_tenths
    from source
),

final as (
    select * from renamed
)

select * from final
