// Fields that offer people, units or regions: `valuesKey` names the list in the data, and a property of the same name
// narrows it: {"valuesKey": "people", "properties": {"people": "R04,R05"}} offers mediators and committee heads.
// Where `valuesExpression` says which choices are open now, the full list in `values` is put aside: form-js would show that.

const LONG = 10; // how much to write is said before it is refused
const TRAITS = ['roles', 'kind', 'level', 'value'];

export function withOptions(schema, data) {
  return visit(schema, data);
}

function visit(part, data) {
  const copy = { ...part };
  if (copy.components) copy.components = copy.components.map((child) => visit(child, data));
  if (copy.valuesExpression) delete copy.values;
  const least = copy.validate?.minLength;
  if (least >= LONG && !copy.description?.includes(least)) copy.description = [copy.description, `不少于${least}字`].filter(Boolean).join('；');
  const offered = data[copy.valuesKey];
  const wanted = copy.properties?.[copy.valuesKey];
  if (Array.isArray(offered) && wanted && wanted !== 'all') {
    delete copy.valuesKey;
    copy.values = narrowed(offered, wanted.split(',').map((word) => word.trim()));
  }
  return copy;
}

function narrowed(offered, wanted) {
  return offered.filter((entry) => TRAITS.some((trait) => [entry[trait]].flat().some((has) => wanted.includes(String(has)))));
}
