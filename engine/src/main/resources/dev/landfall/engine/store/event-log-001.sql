create table if not exists landfall_event_log (version integer not null);

insert into landfall_event_log (version)
select 0 where not exists (select 1 from landfall_event_log);

create table if not exists landfall_counter (
  id integer primary key,
  last bigint not null
);

insert into landfall_counter (id, last)
select 1, 0 where not exists (select 1 from landfall_counter);

create table if not exists landfall_claim (
  environment varchar(200) not null,
  region varchar(200) not null,
  fence bigint not null,
  token uuid not null,
  rollout varchar(200) not null,
  actor varchar(1000) not null,
  host varchar(1000) not null,
  pid bigint not null,
  started timestamp with time zone not null,
  identity varchar(1000) not null,
  since timestamp with time zone not null,
  expires timestamp with time zone not null,
  released boolean not null,
  primary key (environment, region)
);

create table if not exists landfall_event (
  number bigint primary key,
  at timestamp with time zone not null,
  rollout varchar(200) not null,
  environment varchar(200) not null,
  region varchar(200) not null,
  component varchar(200) not null,
  type varchar(50) not null,
  batch uuid not null,
  position integer not null,
  body text not null,
  unique (batch, position)
);

create index if not exists landfall_event_rollout on landfall_event (rollout, number);

create index if not exists landfall_event_latest
  on landfall_event (environment, region, component, type, number);

create table if not exists landfall_component (
  environment varchar(200) not null,
  region varchar(200) not null,
  component varchar(200) not null,
  primary key (environment, region, component)
);

create table if not exists landfall_rollout (
  id varchar(200) primary key,
  environment varchar(200) not null,
  region varchar(200) not null,
  first_event bigint not null
);

create index if not exists landfall_rollout_target
  on landfall_rollout (environment, region, first_event);

create table if not exists landfall_release (
  id varchar(200) primary key,
  body text not null
);
