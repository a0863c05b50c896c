/** What an error of the schema checker is about: the steps to it in the value. */
import type { ErrorObject } from 'ajv';

/** The name of a property that should not be there. */
export function extraName({ keyword, params }: ErrorObject): string | undefined {
  const name: unknown = keyword === 'propertyNames' ? params.propertyName : params.additionalProperty;
  return typeof name === 'string' ? name : undefined;
}

/** The path to what is faulty, with numbers where the value has a list. */
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
