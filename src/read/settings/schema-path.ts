/** Finds the value that an error of the schema checker refers to. */
import type { ErrorObject } from 'ajv';

/** Returns the name of a property that is not allowed; undefined for other errors. */
export function extraName({ keyword, params }: ErrorObject): string | undefined {
  const name: unknown = keyword === 'propertyNames' ? params.propertyName : params.additionalProperty;
  return typeof name === 'string' ? name : undefined;
}

/** Returns the path to the faulty value, with numbers for list entries. */
export function stepsOf(value: unknown, { instancePath }: ErrorObject): readonly (string | number)[] {
  let at: unknown = value;
  return instancePath
    .split('/')
    .slice(1)
    .map(unescapePointer)
    .map((step) => {
      const isIndex = Array.isArray(at);
      at =
        isIndex || (typeof at === 'object' && at !== null && Object.hasOwn(at, step))
          ? Reflect.get(Object(at), step)
          : undefined;
      return isIndex ? Number(step) : step;
    });
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
