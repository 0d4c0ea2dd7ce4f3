export interface CatalogField {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'any';
  readonly optional?: boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly fields?: CatalogFields;
  readonly others?: CatalogField;
  readonly items?: CatalogField;
}

export type CatalogFields = Readonly<Record<string, CatalogField>>;

export interface CatalogMessage {
  readonly type?: string;
  readonly name: string;
  readonly direction: 'server' | 'client' | 'both';
  readonly extension?: boolean;
  readonly payload?: CatalogFields;
  readonly payloadOptional?: boolean;
  readonly others?: CatalogField;
  readonly beside?: CatalogFields;
  readonly example: Readonly<Record<string, unknown>>;
}

export interface Catalog {
  readonly system: 'autobot' | 'chat' | 'dashboard' | 'nexus' | 'wazuh';
  readonly envelope: {
    readonly type?: string;
    readonly payload?: string;
    readonly id?: string;
    readonly timestamp?: string;
  };
  readonly messages: readonly CatalogMessage[];
}

export function readCatalogs(): Catalog[];
export function parse(text: string, file: string): Catalog;
export function messagesFrom(catalog: Pick<Catalog, 'messages'>, side: 'server' | 'client'): CatalogMessage[];
export function pascalCase(text: string): string;
