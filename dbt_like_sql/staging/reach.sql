-- grain: one line per row of the source list: the ways in which it can be contacted
with source as (
    select * from input.standard
),

renamed as (
    select
        _lmg_row_id as row_id,
        email is not null as has_email,
        phone is not null as has_phone
    from source
),

final as (
    select * from renamed
)

select * from final
