-- grain: one line per row of the source list that an exclusion list forbids to contact
with source as (
    select * from input.excluded
),

renamed as (
    select _lmg_row_id as row_id
    from source
),

final as (
    select * from renamed
)

select * from final
