/** Explains which kind of file was given instead of a plan, and how to create the plan. Never quotes the content. */
import type { Fault } from '../../errors.ts';
import { isObject } from '../../text/is-object.ts';
import { endOfDocument } from '../../text/json-scan.ts';
import { stripControlSequences } from './plan-text.ts';

type Diagnosis = Pick<Fault, 'message' | 'hint'>;
type JsonObject = Readonly<Record<string, unknown>>;

const SHOW = 'terraform show -json tfplan > plan.json';
const HOW = `Make one with \`terraform plan -out=tfplan\`, then \`${SHOW}\` (or \`tofu\`), and give that file.`;

/** A plan has at least one of these. `resource_changes` alone is not enough, because a refresh-only plan has none. */
const PLAN_SECTIONS = ['resource_changes', 'planned_values', 'prior_state'] as const;

const NOT_A_PLAN: Diagnosis = {
  message: `not a plan: this JSON has none of ${PLAN_SECTIONS.join(', ')}`,
  hint: HOW,
};
const LOG_STREAM: Diagnosis = {
  message: 'not a plan: this is the log of `plan -json`, one JSON object per line',
  hint: `\`plan -json\` prints progress, not the plan. ${HOW}`,
};

function isOutputs(json: JsonObject): boolean {
  const values = Object.values(json);
  return values.length > 0 && values.every((value) => isObject(value) && 'sensitive' in value && 'value' in value);
}

const JSON_KINDS: readonly (Diagnosis & { readonly is: (json: JsonObject) => boolean })[] = [
  { is: (json) => '@level' in json, ...LOG_STREAM },
  {
    is: (json) => 'values' in json,
    message: 'not a plan: this is a state (`terraform show -json` of a state)',
    hint: `\`show -json\` without a saved plan shows the state. Name the saved plan. ${HOW}`,
  },
  {
    is: (json) => 'lineage' in json || ('serial' in json && 'version' in json),
    message: 'not a plan: this is a state file (terraform.tfstate)',
    hint: HOW,
  },
  {
    is: (json) => 'meta' in json && Object.keys(json).some((key) => key.startsWith('encrypted_')),
    message: 'encrypted by OpenTofu: this plan or state cannot be read without its key',
    hint: 'Run `tofu show -json tfplan > plan.json` where the key is configured, and check that file.',
  },
  {
    is: (json) => 'remote_plan_format' in json && 'run_id' in json,
    message: 'not a plan: this is a bookmark of a plan stored in HCP Terraform',
    hint: 'Run `terraform show -json tfplan > plan.json` where you are logged in, and check that file.',
  },
  {
    is: (json) => 'provider_schemas' in json,
    message: 'not a plan: these are provider schemas (`terraform providers schema -json`)',
    hint: HOW,
  },
  {
    is: (json) => 'valid' in json && 'diagnostics' in json,
    message: 'not a plan: this is the result of `terraform validate -json`',
    hint: HOW,
  },
  {
    is: (json) => typeof json.schema === 'string' && json.schema.startsWith('firebreak.'),
    message: 'not a plan: this is a Firebreak report',
    hint: HOW,
  },
  {
    is: (json) =>
      'format_version' in json &&
      Object.keys(json).every((key) => ['format_version', 'terraform_version'].includes(key)),
    message: 'not a plan: this is the output of `show -json` without a plan, only a format version',
    hint: `Name the saved plan. ${HOW}`,
  },
  { is: isOutputs, message: 'not a plan: these are outputs (`terraform output -json`)', hint: HOW },
];

/** Returns what the JSON is if it is not a plan; null if it is one. */
export function notAPlan(json: unknown): Diagnosis | null {
  if (!isObject(json)) return { ...NOT_A_PLAN, message: `not a plan: this JSON is ${typeName(json)}, not an object` };
  if (PLAN_SECTIONS.some((section) => section in json)) return null;
  return JSON_KINDS.find((kind) => kind.is(json)) ?? NOT_A_PLAN;
}

/** Returns `null`, `an array`, `a string`, …: names a type in a message without showing the value. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const HTML: Diagnosis = {
  message: 'not a plan: this is a web page or XML',
  hint: 'Perhaps a download ended on a login or error page. Check the URL and the token.',
};
const SHOW_TEXT: Diagnosis = {
  message: 'not a plan in JSON: this is the text output of a plan',
  hint: `Add \`-json\`: \`${SHOW}\`.`,
};
const ERROR_TEXT: Diagnosis = {
  message: 'not a plan: this is an error message of Terraform',
  hint: `The command that wrote the file failed. Read its message. ${HOW}`,
};
const HCL: Diagnosis = { message: 'not a plan: this is configuration (HCL)', hint: HOW };

const TEXT_KINDS: readonly (Diagnosis & { readonly like: RegExp })[] = [
  { like: /^\s*<(?:!doctype|html|\?xml)/i, ...HTML },
  { like: /^\{"@level"/m, ...LOG_STREAM },
  {
    like: /^(?:Terraform|OpenTofu) (?:will perform the following|used the selected providers|detected the following|planned the following)|^No changes\. |^Plan: \d+ to /m,
    ...SHOW_TEXT,
  },
  { like: /^\s*(?:[│|╷]\s*)?Error: /m, ...ERROR_TEXT },
  { like: /^(?:terraform|provider|resource|data|module|variable|output|locals)\b[^\n={]*\{/m, ...HCL },
  { like: /^(?:---|[\w.-]+:(?:\s|$))/, message: 'not a plan: this is YAML', hint: HOW },
];

/** Number of characters that are enough to recognise a text. */
const HEAD = 65_536;

/** Returns what a text without a JSON document is. */
export function diagnoseText(text: string, bytes: number): Diagnosis {
  const head = stripControlSequences(text.slice(0, HEAD));
  if (head.trim() === '') {
    return {
      message: bytes === 0 ? 'the file is empty' : 'the file contains only white space',
      hint: `The command that writes it failed or wrote elsewhere. Check its exit status and standard error. ${HOW}`,
    };
  }
  const kind = TEXT_KINDS.find(({ like }) => like.test(head));
  if (kind) return kind;
  if (!/^\s*[{[]/.test(head)) return { message: 'neither JSON nor a saved plan', hint: HOW };
  const start = text.search(/[{[]/);
  return endOfDocument(text, start) === null ? diagnoseTruncated(text, bytes) : { message: 'invalid JSON', hint: HOW };
}

/** Returns the diagnosis for JSON that ends too early, with the byte where it ends. */
export function diagnoseTruncated(text: string, bytes: number): Diagnosis {
  if (/^\{"@level"/m.test(text.slice(0, HEAD))) return LOG_STREAM;
  return {
    message: `truncated JSON: the file ends at byte ${bytes}, inside the document`,
    hint: 'A runner may limit captured output, or the disk may be full. Write to a file with `>`, or check the saved plan itself.',
  };
}

/** Returns the diagnosis for a duplicate key in one object: only one of two values would be judged. */
export function diagnoseDuplicateKey(key: string): Diagnosis {
  return {
    message: `duplicate key ${JSON.stringify(key.slice(0, 100))} in one object, so the plan is ambiguous`,
    hint: `Terraform does not write such plans. Something changed the file. ${HOW}`,
  };
}

/** Returns the diagnosis for several documents in one file: a log stream, or concatenated plans. */
export function diagnoseSeveralDocuments(text: string, modules: readonly string[]): Diagnosis {
  if (modules.length === 0 && /^\{"@level"/m.test(text.slice(0, HEAD))) return LOG_STREAM;
  const shown = modules.slice(0, 5).join(', ');
  const of = modules.length > 0 ? ` (of the Terragrunt units ${shown}${modules.length > 5 ? ', …' : ''})` : '';
  return {
    message: `more than one JSON document in this file${of}`,
    hint: 'Write each plan to its own file. Terragrunt does so with `run --all --json-out-dir DIR -- plan`.',
  };
}

/** Returns the diagnosis for a file recognised by its first bytes (such as gzip); null if they are not distinctive. */
export function diagnoseBytes(bytes: Buffer): Diagnosis | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return {
      message: 'compressed with gzip',
      hint: 'Unpack it first: `gunzip -c plan.json.gz | firebreak check -`.',
    };
  }
  if (bytes.subarray(0, 6).toString('latin1') === 'tfplan') {
    return {
      message: 'a saved plan of Terraform 0.11 or older, which cannot be shown as JSON',
      hint: 'Use Terraform 0.12 or later.',
    };
  }
  return null;
}

/** The diagnosis for bytes that are neither text nor a known format. */
export const NOT_TEXT: Diagnosis = { message: 'neither text in UTF-8 or UTF-16 nor a saved plan', hint: HOW };

/**
 * Returns the diagnosis for a plan that is longer than a JavaScript string can be.
 * @param bytes size of the file
 * @param limit longest text that can be read, in characters
 */
export function diagnoseTooLong(bytes: number, limit: number): Diagnosis {
  const megabytes = (count: number): string => `${Math.floor(count / 1_000_000)} MB`;
  return {
    message: `plan too large: ${megabytes(bytes)}, the limit is ${megabytes(limit)}`,
    hint: 'Remove indentation (`jq -c . plan.json`), or split the root module.',
  };
}
