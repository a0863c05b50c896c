/** Reads from `tfplan`, the protobuf message in a saved plan, what the plan's JSON does not contain. */
import protobuf from 'protobufjs/minimal.js';
import type { SavedPlan } from '../../source/plan-and-configuration.ts';
import { publicSettings } from '../configuration/backend-settings.ts';
import { decodeMsgpack } from './msgpack.ts';

/**
 * Field numbers of `planfile.proto`, the same in Terraform and OpenTofu (`state_store` is Terraform's alone).
 * Terraform promises no stability, but raises `version` when a number changes its meaning.
 * @see https://github.com/hashicorp/terraform/blob/main/internal/plans/planproto/planfile.proto
 */
const PLAN = { version: 1, targets: 5, backend: 13, stateStore: 29 } as const;
/** OpenTofu only. */
const EXCLUDES = 6;
const BACKEND = { type: 1, config: 2, workspace: 3 } as const;
const DYNAMIC_VALUE = { msgpack: 1 } as const;
const VERSION = 3;

/** Wire type of strings, bytes and messages. */
const LENGTH_DELIMITED = 2;

/** Returns the last bytes of each length-delimited field, and `version`. */
function fieldsOf(message: Buffer): { readonly bytes: ReadonlyMap<number, Buffer>; readonly version: number | null } {
  const reader = new protobuf.Reader(message);
  const bytes = new Map<number, Buffer>();
  let version: number | null = null;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = tag >>> 3;
    const wireType = tag & 7;
    if (wireType === LENGTH_DELIMITED) bytes.set(field, asBuffer(reader.bytes()));
    else if (field === PLAN.version && wireType === 0) version = reader.uint32();
    else reader.skipType(wireType);
  }
  return { bytes, version };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Unknown, for a message of another version or one that does not parse. */
const nothing: Pick<SavedPlan, 'backend' | 'partial'> = { backend: null, partial: null };

/**
 * Returns the backend that the plan was made with (settings without credentials only), and whether the plan was made
 * with `-target` or `-exclude`. Both are null if the message has another version or does not parse.
 */
export function readTfplan(tfplan: Buffer): Pick<SavedPlan, 'backend' | 'partial'> {
  try {
    const plan = fieldsOf(tfplan);
    if (plan.version !== VERSION) return nothing;
    const message = plan.bytes.get(PLAN.backend) ?? plan.bytes.get(PLAN.stateStore);
    const partial = [PLAN.targets, EXCLUDES].some((field) => plan.bytes.has(field));
    return { backend: message === undefined ? null : toBackend(message), partial };
  } catch {
    // The format is not stable: a message that does not parse is "unknown", which policies judge.
    return nothing;
  }
}

function toBackend(message: Buffer): SavedPlan['backend'] {
  const backend = fieldsOf(message).bytes;
  const kind = backend.get(BACKEND.type)?.toString('utf8') ?? '';
  const workspace = backend.get(BACKEND.workspace)?.toString('utf8') ?? '';
  return kind === '' ? null : { kind, workspace, config: configOf(backend.get(BACKEND.config)) };
}

function configOf(dynamicValue: Buffer | undefined): unknown {
  if (dynamicValue === undefined) return null;
  try {
    const msgpack = fieldsOf(dynamicValue).bytes.get(DYNAMIC_VALUE.msgpack);
    return msgpack === undefined ? null : publicSettings(decodeMsgpack(msgpack));
  } catch {
    return null;
  }
}
