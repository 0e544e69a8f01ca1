import type pg from "pg";

const SAMPLES_EACH = 5;

/** Fills a migrated, empty database with rows in every table, and about so many samples. */
export async function seed(client: pg.Client, { samples }: { readonly samples: number }): Promise<void> {
  const measurements = Math.ceil(samples / SAMPLES_EACH);
  await client.query(peopleSql);
  await client.query(sitesSql);
  await client.query(measurementsSql(measurements));
  await client.query(judgementsSql);
}

const peopleSql = `
  insert into users (id, email, name, password_hash, role)
    select gen_random_uuid(), 'person' || n || '@example.com', 'Person "' || n || '" \\ Ümläut 🙂', 'scrypt$1$1$1$a$b',
      (array['viewer', 'editor', 'admin'])[n] from generate_series(1, 3) n;
  insert into sessions (id, token_hash, user_id, expires_at)
    select gen_random_uuid(), md5(email), id, now() + interval '1 day' from users;
  insert into api_tokens (id, name, token_hash, hint, user_id, role)
    select gen_random_uuid(), 'CI', md5(name), 'pd_abc', id, role from users;
  insert into invitations (id, token_hash, role, is_first, email, created_by, expires_at)
    select gen_random_uuid(), md5(id::text), 'viewer', role = 'admin', email, id, now() from users;
  insert into audit_log (id, user_id, action, subject, details)
    select gen_random_uuid(), id, 'signed in', name, jsonb_build_object('a', 1.50, 'quote', '"\\', 'none', null) from users;
  insert into sign_in_failures (id, key) values (gen_random_uuid(), 'someone');
  insert into workers (id, host_id, pid, cores, lanes, heartbeat_at)
    values (gen_random_uuid(), 'host', 1, 4, 1, now() - interval '1 hour');
  insert into settings values ('retention', '{"days": 90}'), ('look', '"dark"');`;

const sitesSql = `
  insert into sites (id, name, origin, headers_encrypted, header_names)
    select gen_random_uuid(), 'Site ' || n, 'https://s' || n || '.example', 'v1.k.i.t.x', '["x-key"]'
    from generate_series(1, 5) n;
  insert into pages (id, site_id, url, label)
    select gen_random_uuid(), id, origin || '/' || n, 'Page ' || n from sites, generate_series(1, 4) n;
  insert into markers (id, site_id, kind, label, at) select gen_random_uuid(), id, 'note', '', 'epoch' from sites;
  insert into schedules (id, site_id, cron, time_zone) select id, id, '0 9 * * *', 'Europe/Berlin' from sites;
  insert into allowed_hosts (host, created_by) select 'host' || n, (select min(id::text)::uuid from users)
    from generate_series(1, 3) n;
  insert into channels (id, kind, name, target, secret_encrypted, site_id)
    select gen_random_uuid(), 'webhook', name, 'https://hook.example', 'v1.k.i.t.y', id from sites;
  insert into notifications (id, channel_id, event) select gen_random_uuid(), id, '{"kind": "test"}' from channels;`;

function measurementsSql(count: number): string {
  return `
  insert into batches (id, trigger, subject, site_id, state, created_at, finished_at)
    select gen_random_uuid(), 'schedule', 'site:' || id, id, 'done', now() - n * interval '1 hour', now()
    from sites, generate_series(1, ${Math.ceil(count / 40)}) n;
  insert into ticks (id, schedule_id, due_at, outcome, batch_id)
    select gen_random_uuid(), site_id, created_at, 'ran', id from batches;
  insert into measurements (id, batch_id, page_id, profile, state, samples_wanted, created_at, finished_at, spreads,
      performance)
    select gen_random_uuid(), b.id, p.id, profile, 'done', ${SAMPLES_EACH}, b.created_at, b.created_at + interval '1.5 minutes',
      array[array[5, 100 * random(), 1e-7, 1.0 / 3, 100], array[null, null, null, null, null]::float8[]], 100 * random()
    from batches b join pages p on p.site_id = b.site_id, unnest(array['mobile', 'desktop']) profile
    order by b.id limit ${count};
  insert into samples (id, measurement_id, index, state, priority, position, finished_at, warnings, values)
    select gen_random_uuid(), id, n, 'done', 1, 2, finished_at, '["slow, \\"very\\" slow"]', array[100 * random(), null, 1e-7, 1.0 / 3]
    from measurements, generate_series(0, ${SAMPLES_EACH - 1}) n;
  update measurements m set representative_sample_id = s.id from samples s where s.measurement_id = m.id and s.index = 0;
  insert into attempts (sample_id, attempt, outcome)
    select id, n, 'rejected' from (select id from samples limit 20) s, generate_series(9, 11) n;
  insert into reports (sample_id, kind, body)
    select id, 'lighthouse', sha256(id::text::bytea) from (select id from samples limit 200) s;`;
}

const judgementsSql = `
  insert into budgets (id, site_id, metric, warn) select gen_random_uuid(), id, 'lcp', 2500 from sites;
  insert into budget_states (id, budget_id, page_id, profile, state, since, value, sentence, measurement_id)
    select gen_random_uuid(), b.id, p.id, 'mobile', 'pass', now(), 1, 'Well', (select id from measurements limit 1)
    from budgets b join pages p on p.site_id = b.site_id;
  insert into anomalies (id, page_id, profile, metric, state, measurement_id, verification_batch_id, value, baseline, z,
      sentence)
    select gen_random_uuid(), page_id, profile, 'lcp', 'refuted', id, batch_id, 2, 1, 4.5, 'Slower'
    from measurements limit 10;`;
