/**
 * Reads a large plan lazily. Terraform writes the attributes of an object up to four times: before and after the plan,
 * in the prior state and in the planned values. Nearly always they are the same bytes. They are checked to be JSON once,
 * found equal by comparing bytes, and parsed only if something reads them (`LazyJson`). Everything else is parsed at
 * once. The result is what `JSON.parse` gives, as a test proves, and no string of the whole file is made.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { isObject } from '../../text/is-object.ts';
import { LazyJson } from '../../text/lazy-json.ts';
import { EarlierObjects } from './earlier-objects.ts';
import { openObject, skipSpace, UnusualJson } from './json-scanner.ts';
import type { ReadValue } from './known-keys.ts';
import { ObjectReader, RepeatedKey, type Shape, shape } from './object-reader.ts';

/** The plan, or a key that occurs twice in one of Terraform's own objects. */
export type LazyPlan = { readonly value: unknown } | { readonly repeated: string };

/** Returns the plan; null if the bytes are anything but one JSON document in UTF-8, as Terraform writes it. */
export function readPlanLazily(bytes: Buffer): LazyPlan | null {
  if (bytes[0] !== openObject) return null;
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) return null;
  try {
    return { value: new PlanReader(bytes, ascii).plan() };
  } catch (error) {
    if (error instanceof RepeatedKey) return { repeated: error.key };
    // V8's message quotes the text, which may contain secrets. RangeError: too deeply nested.
    if (error instanceof UnusualJson || error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

class PlanReader extends ObjectReader {
  /** Attributes of each object that were found so far, by address. */
  readonly #known = new Map<string, LazyJson[]>();
  #planned = new EarlierObjects();

  plan(): unknown {
    const end = this.object(0, this.#sections);
    if (skipSpace(this.bytes, end) < this.bytes.length) throw new UnusualJson();
    // The values refer to this reader as long as the plan is needed.
    this.#known.clear();
    this.#planned = new EarlierObjects();
    return this.made;
  }

  readonly #noShape = shape(() => undefined);

  readonly #readAddress: ReadValue = (at) => {
    const end = this.value(at);
    this.#address = this.made;
    return end;
  };

  readonly #sides = shape((key) => (key === 'before' || key === 'after' ? this.#readAttributes : undefined));

  readonly #change = shape((key) => {
    if (key === 'address') return this.#readAddress;
    return key === 'change' ? this.objectOf(this.#sides) : undefined;
  });

  readonly #resource = shape((key) => {
    if (key === 'address') return this.#readAddress;
    return key === 'values' ? this.#readAttributes : undefined;
  });

  readonly #readPlanned: ReadValue = (at) => {
    const end = this.object(at, this.#resource);
    if (isObject(this.made)) this.#planned.add(this.made, { start: at, end: end - 1 });
    return end;
  };

  readonly #readPrior: ReadValue = (at) => {
    const same = this.#planned.sameAt(this.bytes, at);
    if (same) return this.restOf(same.object, same.end, this.#resource);
    const end = this.object(at, this.#resource);
    if (isObject(this.made)) this.#planned.goOnAfter(this.made.address);
    return end;
  };

  /** @param readResource reads one of the objects of a state */
  #stateOf(readResource: ReadValue): ReadValue {
    const module: Shape = shape((key) => {
      if (key === 'child_modules') return this.listOf(this.objectOf(module));
      return key === 'resources' ? this.listOf(readResource) : undefined;
    });
    return this.objectOf(shape((key) => (key === 'root_module' ? this.objectOf(module) : undefined)));
  }

  readonly #sections = shape((key) => {
    switch (key) {
      case 'resource_changes':
      case 'resource_drift':
        return this.listOf(this.objectOf(this.#change));
      case 'deferred_changes':
        return this.listOf(
          this.objectOf(shape((inner) => (inner === 'resource_change' ? this.objectOf(this.#change) : undefined))),
        );
      case 'output_changes':
        return this.mapOf(this.#noShape);
      case 'action_invocations':
        return this.listOf(this.objectOf(this.#noShape));
      case 'prior_state':
        return this.objectOf(shape((inner) => (inner === 'values' ? this.#stateOf(this.#readPrior) : undefined)));
      case 'planned_values':
        return this.#stateOf(this.#readPlanned);
      default:
        return undefined;
    }
  });

  /** Of the object whose attributes come next. A wrong one only means that equal bytes are not found. */
  #address: unknown;

  /** Attributes of an object: those with the same bytes as earlier ones of the same address are the same value. */
  readonly #readAttributes: ReadValue = (at) => {
    const { bytes } = this;
    if (bytes[at] !== openObject) return this.value(at);
    const known = this.#knownAt(this.#address);
    for (const each of known) {
      const stop = at + each.end - each.start;
      // An object ends where its text ends, so equal bytes are the whole value.
      if (stop > bytes.length || bytes.compare(bytes, each.start, each.end, at, stop) !== 0) continue;
      this.made = each;
      return stop;
    }
    const end = this.scanner.endOfValue(at);
    const { isCanonical } = this.scanner;
    const found = new LazyJson(this, { start: at, end, isCanonical, ...this.scanner.keepKeys() });
    known.push(found);
    this.made = found;
    return end;
  };

  #knownAt(address: unknown): LazyJson[] {
    if (typeof address !== 'string') return [];
    let known = this.#known.get(address);
    if (known === undefined) {
      known = [];
      this.#known.set(address, known);
    }
    return known;
  }
}
