-- grain: one line per row of the source list: the ways in which it can be contacted; none when it is excluded
with source as (
    select * from input.standard
),

excluded as (
    select * from input.excluded
),

renamed as (
    select
        source._lmg_row_id as row_id,
        source.email is not null and excluded._lmg_row_id is null as has_email,
        source.phone is not null and excluded._lmg_row_id is null as has_phone
    from source
    left join excluded on source._lmg_row_id = excluded._lmg_row_id
),

final as (
    select * from renamed
)

select * from final
