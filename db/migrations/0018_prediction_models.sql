CREATE TABLE "prediction_models" (
	"organisation_id" uuid NOT NULL,
	"as_of" date NOT NULL,
	"models" jsonb NOT NULL,
	CONSTRAINT "prediction_models_organisation_id_pk" PRIMARY KEY("organisation_id")
);
