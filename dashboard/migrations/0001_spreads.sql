-- Numbers by metric become arrays in the order that src/papers/metric.ts had when this was written.
ALTER TABLE "measurements"
	ADD COLUMN "spreads" double precision[],
	ADD COLUMN "performance" double precision;--> statement-breakpoint
UPDATE "measurements" SET "spreads" = (
	SELECT array_agg(ARRAY[v."n", v."median", v."mad", v."min", v."max"] ORDER BY metrics."place")
	FROM unnest(ARRAY['performance', 'accessibility', 'best-practices', 'seo', 'fcp', 'si', 'lcp', 'tbt', 'cls', 'tti', 'ttfb',
		'bytes-total', 'bytes-document', 'bytes-script', 'bytes-stylesheet', 'bytes-image', 'bytes-font', 'bytes-media',
		'bytes-other', 'bytes-third-party', 'requests', 'third-parties']) WITH ORDINALITY AS metrics ("metric", "place")
	LEFT JOIN "measurement_values" v ON v."measurement_id" = "measurements"."id" AND v."metric" = metrics."metric"
)
WHERE "id" IN (SELECT "measurement_id" FROM "measurement_values");--> statement-breakpoint
UPDATE "measurements" SET "performance" = "spreads"[1][2] WHERE "spreads" IS NOT NULL;--> statement-breakpoint
DROP TABLE "measurement_values";--> statement-breakpoint
DROP INDEX "measurements_page";--> statement-breakpoint
CREATE INDEX "measurements_page" ON "measurements" USING btree ("page_id","profile","finished_at","performance");--> statement-breakpoint
DROP INDEX "samples_finished";--> statement-breakpoint
ALTER TABLE "samples"
	ALTER COLUMN "values" SET DATA TYPE double precision[] USING CASE WHEN "values" IS NOT NULL THEN ARRAY[
		("values"->>'performance')::float8, ("values"->>'accessibility')::float8, ("values"->>'best-practices')::float8,
		("values"->>'seo')::float8, ("values"->>'fcp')::float8, ("values"->>'si')::float8, ("values"->>'lcp')::float8,
		("values"->>'tbt')::float8, ("values"->>'cls')::float8, ("values"->>'tti')::float8, ("values"->>'ttfb')::float8,
		("values"->>'bytes-total')::float8, ("values"->>'bytes-document')::float8, ("values"->>'bytes-script')::float8,
		("values"->>'bytes-stylesheet')::float8, ("values"->>'bytes-image')::float8, ("values"->>'bytes-font')::float8,
		("values"->>'bytes-media')::float8, ("values"->>'bytes-other')::float8, ("values"->>'bytes-third-party')::float8,
		("values"->>'requests')::float8, ("values"->>'third-parties')::float8
	] END,
	ALTER COLUMN "index" SET DATA TYPE smallint,
	ALTER COLUMN "priority" SET DATA TYPE smallint,
	ALTER COLUMN "attempt" SET DATA TYPE smallint,
	ALTER COLUMN "failures" SET DATA TYPE smallint,
	ALTER COLUMN "rejections" SET DATA TYPE smallint,
	ALTER COLUMN "losses" SET DATA TYPE smallint,
	DROP COLUMN "final_url";--> statement-breakpoint
CREATE INDEX "samples_finished" ON "samples" USING btree ("finished_at");--> statement-breakpoint
ALTER TABLE "attempts"
	ALTER COLUMN "attempt" SET DATA TYPE smallint,
	DROP COLUMN "values";
