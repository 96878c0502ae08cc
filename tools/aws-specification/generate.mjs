// Makes the description of AWS resource types from the database of the npm package
// @aws-cdk/aws-service-spec. See README.md. Node's own modules only.
//
//   node generate.mjs PATH/TO/package OUTPUT.json.gz

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

const [folder, output] = process.argv.slice(2);
if (!folder || !output) {
  console.error("usage: node generate.mjs PATH/TO/package OUTPUT.json.gz");
  process.exit(2);
}

const version = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
const { schema } = JSON.parse(gunzipSync(readFileSync(join(folder, "db.json.gz"))).toString("utf8"));
const wanted = readFileSync(new URL("types.txt", import.meta.url), "utf8")
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#"));
const resources = new Map(schema.resource.entities.map((entity) => [entity.cloudFormationType, entity]));
const definitions = new Map(schema.typeDefinition.entities.map((entity) => [entity.$id, entity]));

// Where the database differs from AWS's documentation ("Update requires: Replacement").
const replaces = { "AWS::KMS::Key": ["KeySpec", "KeyUsage", "MultiRegion"] };

const shapes = [];
const shapeOf = new Map();

function sorted(object, map) {
  return Object.fromEntries(
    Object.keys(object ?? {})
      .sort()
      .map((name) => [name, map(object[name], name)]),
  );
}

function typeText(type) {
  switch (type.type) {
    case "ref":
      return "#" + shape(type.reference.$ref);
    case "array":
      return "[" + typeText(type.element) + "]";
    case "map":
      return "{" + typeText(type.element) + "}";
    case "union":
      return [...new Set(type.types.map(typeText))].join("|");
    default:
      return type.type;
  }
}

function shape(id) {
  if (!shapeOf.has(id)) {
    const definition = definitions.get(id);
    const place = shapes.length;
    shapeOf.set(id, place);
    shapes.push(null);
    shapes[place] = { name: definition.name, properties: sorted(definition.properties, property) };
  }
  return shapeOf.get(id);
}

// "TYPE [required] [replaces|may-replace]", followed by the values allowed.
function property(definition) {
  const words = [typeText(definition.type)];
  if (definition.required) words.push("required");
  if (definition.causesReplacement === "yes") words.push("replaces");
  if (definition.causesReplacement === "maybe") words.push("may-replace");
  const allowed = definition.type.allowedValues;
  return allowed ? [words.join(" "), ...allowed] : words.join(" ");
}

function resource(name) {
  const entity = resources.get(name);
  if (!entity) throw new Error(`no type ${name} in ${version}`);
  const properties = sorted(entity.properties, (definition, property_) =>
    property(replaces[name]?.includes(property_) ? { ...definition, causesReplacement: "yes" } : definition),
  );
  const result = { properties, attributes: sorted(entity.attributes, (attribute) => typeText(attribute.type)) };
  if (entity.primaryIdentifier) result.identifier = entity.primaryIdentifier;
  if (entity.cfnRefIdentifier) result.ref = entity.cfnRefIdentifier;
  if (entity.arnTemplate) result.arn = entity.arnTemplate;
  if (entity.isStateful) result.stateful = true;
  if (entity.tagInformation) result.tags = entity.tagInformation.tagPropertyName;
  return result;
}

const types = Object.fromEntries([...wanted].sort().map((name) => [name, resource(name)]));
const others = [...resources.keys()].filter((name) => !(name in types)).sort();
const document = { source: `@aws-cdk/aws-service-spec ${version}, Apache-2.0, Amazon.com, Inc. or its affiliates`, types, shapes, others };
const bytes = gzipSync(Buffer.from(JSON.stringify(document)), { level: 9 });
bytes.fill(0, 4, 8); // no time,
bytes[9] = 255; // no operating system
writeFileSync(output, bytes);
console.log(`${wanted.length} types, ${shapes.length} shapes, ${others.length} other names, ${bytes.length} bytes`);
