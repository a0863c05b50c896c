/** Assesses where the state of a root module is stored, from all sources that describe its backend. */
import type {
  Configuration,
  HclBackend,
  HclModule,
  SavedPlan,
  SourceLocation,
} from '../../source/plan-and-configuration.ts';
import type { BackendAnswerSource, BackendKindSource } from '../../source/tables.ts';
import { answerFrom, type BackendSettings } from './backend-kinds.ts';

/** The backend of a root module. */
export interface Backend {
  /** Root directory, or the plan file if no directory is known. */
  readonly root: string;
  /** `none` if there is no backend block; null if unknown. */
  readonly kind: string | null;
  readonly status: 'remote' | 'local' | 'unknown';
  /** A sentence that names the file or other source. */
  readonly evidence: string;
  readonly location?: { readonly file: string; readonly line?: number };
  /** Location of the state, e.g. `acme-state/prod/terraform.tfstate`, without credentials; absent if unknown. */
  readonly statePath?: string;
  /** Whether state locking prevents concurrent writes; null if unknown. */
  readonly locked: boolean | null;
  /** Whether the state is encrypted at rest; null if unknown. */
  readonly encrypted: boolean | null;
  /** Sentences of other sources that disagree. */
  readonly conflicting?: readonly string[];
}

/** What one source says about the backend. */
interface Claim {
  readonly kind: string | null;
  /** A value is null if it is computed. */
  readonly settings: BackendSettings;
  /** Whether nothing is added to these settings later (e.g. by `-backend-config`). */
  readonly complete: boolean;
  readonly stateEncrypted: boolean;
  readonly sentence: string;
  readonly file?: string;
  readonly line?: number;
}

/** By type of the backend. */
type BackendKinds = Readonly<Record<string, BackendKindSource>>;

type AssessedClaim = Claim & { readonly status: Backend['status'] };

/** If sources disagree, the worst one counts, since Terraform may use any of them. */
const WORST_FIRST: readonly Backend['status'][] = ['local', 'unknown', 'remote'];

/**
 * Returns the backend of the root module. The backend in a saved plan decides, because `apply` uses it. Without one,
 * the worst of HCL, initialized directory and Terragrunt counts.
 *
 * @param options.root name of the root module if no configuration is known
 */
export function assessBackends(options: {
  readonly configuration: Configuration | null;
  readonly saved: SavedPlan | null;
  readonly root: string;
  readonly kinds: BackendKinds;
}): readonly Backend[] {
  const { kinds } = options;
  const assess = (claim: Claim): AssessedClaim => withStatus(claim, kinds);
  const configurations = [options.saved?.configuration ?? null, options.configuration].filter((read) => read !== null);
  const root = options.configuration?.root ?? configurations[0]?.root ?? options.root;
  const claims = configurations.flatMap(claimsOf).map(assess);
  const saved = options.saved?.backend ?? null;
  if (saved !== null) return [toBackend(root, { chosen: assess(savedClaim(saved)), all: claims, kinds })];
  const worst = WORST_FIRST.flatMap((status) => claims.filter((claim) => claim.status === status))[0];
  return [worst === undefined ? notRead(root) : toBackend(root, { chosen: worst, all: claims, kinds })];
}

function notRead(root: string): Backend {
  const evidence = 'plan JSON does not contain the state location; pass --dir DIR or the saved plan';
  return { root, kind: null, status: 'unknown', evidence, locked: null, encrypted: null };
}

function claimsOf(configuration: Configuration): readonly Claim[] {
  const { initialised, terragrunt } = configuration;
  const root = configuration.modules.find((module) => module.address === '');
  const claims: Claim[] = root === undefined ? [] : [...hclClaims(root, configuration)];
  if (initialised !== null) {
    const sentence = `the initialised directory (${initialised.file}) uses ${called(initialised.kind)}`;
    claims.push({ ...initialised, settings: initialised.config, complete: true, stateEncrypted: false, sentence });
  }
  if (terragrunt === null) return claims;
  // Terragrunt may generate the block when it runs, so a unit needs none of its own. If a block exists, Terragrunt
  // may say nothing about it.
  const found = claims.filter((claim) => claim.kind !== 'none');
  return terragrunt.kind === null && found.length > 0 ? found : [...found, terragruntClaim(terragrunt)];
}

function hclClaims(root: HclModule, configuration: Configuration): readonly Claim[] {
  const claims = [hclClaim(root, root.backend, configuration)];
  const other = root.backendForTerraform;
  if (other !== undefined && (other?.kind ?? null) !== (root.backend?.kind ?? null)) {
    const claim = hclClaim(root, other, configuration);
    claims.push({ ...claim, sentence: `${claim.sentence} for Terraform, which ignores *.tofu files` });
  }
  const hiding = unreadableFiles(root, configuration).filter((fault) => OVERRIDE.test(fault.file));
  if (root.backend !== null) claims.push(...hiding.map(hidden));
  return claims;
}

/**
 * Only an override file can replace a block of another file. A second block in any other file is an error in
 * Terraform.
 */
const OVERRIDE = /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/;

function unreadableFiles(root: HclModule, configuration: Configuration): Configuration['unreadable'] {
  if (root.partial !== true) return [];
  const folder = root.dir === '.' || root.dir === '' ? '' : `${root.dir}/`;
  return configuration.unreadable.filter(
    ({ file }) => file.startsWith(folder) && !file.slice(folder.length).includes('/'),
  );
}

function hclClaim(root: HclModule, backend: HclBackend | null, configuration: Configuration): Claim {
  const within = configuration.origin === 'saved-plan' ? ' (in the saved plan)' : '';
  const stateEncrypted = root.stateEncrypted === true;
  if (backend !== null) {
    const named = backend.line === undefined ? backend.file : `${backend.file}:${backend.line}`;
    const sentence = `${named}${within} says ${called(backend.kind)}`;
    return { ...backend, settings: backend.config, complete: false, stateEncrypted, sentence };
  }
  const [fault] = unreadableFiles(root, configuration);
  if (fault !== undefined) return hidden(fault);
  const where = configuration.origin === 'saved-plan' ? 'in the configuration of the saved plan' : 'in the code';
  const sentence = `no backend or cloud block ${where}`;
  return { kind: 'none', settings: {}, complete: true, stateEncrypted, sentence };
}

function hidden(fault: Configuration['unreadable'][number]): Claim {
  const sentence = `${fault.file} may contain a backend block, but it ${fault.reason}`;
  return { kind: null, settings: {}, complete: false, stateEncrypted: false, sentence, ...locationOf(fault) };
}

function terragruntClaim(terragrunt: NonNullable<Configuration['terragrunt']>): Claim {
  const { kind, config, file } = terragrunt;
  const sentence =
    kind === null ? `Terragrunt sets the backend at run time (${file})` : `Terragrunt (${file}) sets ${called(kind)}`;
  return {
    kind,
    settings: config,
    complete: kind !== null,
    stateEncrypted: false,
    sentence,
    ...locationOf(terragrunt),
  };
}

function locationOf({ file, line }: SourceLocation): SourceLocation {
  return line === undefined ? { file } : { file, line };
}

function savedClaim(saved: NonNullable<SavedPlan['backend']>): Claim {
  const settings = Object.entries(saved.config ?? {}).filter(([, value]) => value !== null);
  const sentence = `the saved plan was made with ${called(saved.kind)}`;
  return { kind: saved.kind, settings: Object.fromEntries(settings), complete: true, stateEncrypted: false, sentence };
}

function called(kind: string): string {
  return kind === 'cloud' ? 'HCP Terraform (cloud block)' : `backend "${kind}"`;
}

function withStatus(claim: Claim, kinds: BackendKinds): AssessedClaim {
  if (claim.kind === null) return { ...claim, status: 'unknown' };
  const known = Object.hasOwn(kinds, claim.kind) ? kinds[claim.kind] : undefined;
  if (known !== undefined) return { ...claim, status: known.status };
  return { ...claim, status: 'unknown', sentence: `${claim.sentence}, an unknown backend` };
}

interface Choice {
  readonly chosen: AssessedClaim;
  readonly all: readonly AssessedClaim[];
  readonly kinds: BackendKinds;
}

function toBackend(root: string, choice: Choice): Backend {
  const { chosen, all } = choice;
  const others = all.filter((claim) => claim !== chosen && !agree(claim, chosen));
  const evidence = [chosen, ...others].map((claim) => claim.sentence).join('; but ');
  const { file, line } = chosen;
  return {
    root,
    kind: chosen.kind,
    status: chosen.status,
    evidence,
    ...(file === undefined ? {} : { location: line === undefined ? { file } : { file, line } }),
    ...safety(choice),
    ...(others.length > 0 ? { conflicting: others.map((claim) => claim.sentence) } : {}),
  };
}

/** A saved plan records `local` for a root module without a backend block. */
function agree(claim: Claim, chosen: Claim): boolean {
  return claim.kind === chosen.kind || (claim.kind === 'none' && chosen.kind === 'local');
}

function safety({ chosen, all, kinds }: Choice): Pick<Backend, 'locked' | 'encrypted' | 'statePath'> {
  const known = chosen.kind !== null && Object.hasOwn(kinds, chosen.kind) ? kinds[chosen.kind] : undefined;
  if (known === undefined) return { locked: null, encrypted: null };
  const same = all.filter((claim) => claim !== chosen && claim.kind === chosen.kind);
  const settings = chosen.complete ? chosen.settings : withDefaults(chosen.settings, same);
  const isPartial = (known.required ?? []).some((name) => (settings[name] ?? null) === null);
  const answer = (from: BackendAnswerSource): boolean | null => {
    const said = answerFrom(from, settings);
    // For a partial block, `-backend-config` may add the missing settings.
    return typeof from === 'object' && said === false && isPartial && !chosen.complete ? null : said;
  };
  const parts = (known.statePath ?? [])
    .map((name) => settings[name])
    .filter((part) => typeof part === 'string' && part !== '');
  return {
    locked: answer(known.locked),
    encrypted: all.some((claim) => claim.stateEncrypted) || answer(known.encrypted),
    ...(parts.length > 0 ? { statePath: parts.join('/') } : {}),
  };
}

/** Settings in HCL override those that `init` recorded. Missing or computed ones are taken from the other sources. */
function withDefaults(settings: BackendSettings, others: readonly Claim[]): BackendSettings {
  const merged = new Map(Object.entries(settings));
  for (const [name, value] of others.flatMap((claim) => Object.entries(claim.settings))) {
    if ((merged.get(name) ?? null) === null) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}
