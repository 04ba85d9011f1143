-- Ebbstone internal tool. Not for release outside the company without the
-- consent of the data steward. It comes without any promise of fitness.

-- What a logger sent, byte for byte. Nothing in this table is ever updated.
create table telegram (
    station   text        not null,
    minute    timestamptz not null,
    arrived   timestamptz not null default now(),
    line      text        not null,
    late      boolean     not null default false,
    primary key (station, minute)
);

-- Lines that failed their checksum or contradicted an earlier line.
create table mud (
    arrived   timestamptz not null default now(),
    bytes     bytea       not null,
    why       text        not null
              check (why in ('checksum', 'contradiction', 'format', 'signature'))
);

-- Every opinion we ever had about a minute. The newest one is published.
create table level (
    station   text        not null,
    at        timestamptz not null,
    version   smallint    not null default 1,
    mm        integer,
    flag      smallint    not null check (flag in (0, 1, 2, 3, 4, 5, 9)),
    reason    text,
    primary key (station, at, version),
    -- A missing value has flag 9 and nothing else has.
    check ((mm is null) = (flag = 9)),
    -- Whoever changes a level says why.
    check (version = 1 or reason is not null)
);

create view published as
select distinct on (station, at) station, at, mm, flag, version
  from level
 order by station, at, version desc;

-- Constants added to the readings of a station, with their period of validity.
create table station_offset (
    station   text    not null,
    valid_from timestamptz not null,
    mm        integer not null,
    reason    text    not null check (length(reason) >= 20),
    set_by    text    not null,   -- a role, never a person
    primary key (station, valid_from)
);

-- Stations that delivered less than promised last month.
create view below_promise as
select station,
       count(*) filter (where flag in (1, 4, 5)) * 100.0 / count(*) as percent
  from published
 where at >= date_trunc('month', now()) - interval '1 month'
   and at <  date_trunc('month', now())
 group by station
having count(*) filter (where flag in (1, 4, 5)) * 100.0 / count(*) < 98.0;
