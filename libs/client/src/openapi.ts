// Written by `npm run generate` from ../openapi.json; changes by hand are lost.

export interface paths {
  '/v1/questions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List your questions, newest first */
    get: operations['get_questions'];
    put?: never;
    /**
     * Ask a question
     * @description An accepted question always ends in exactly one final status. With `conversation_id: "new"` it begins a conversation, with the id of one it is its next turn: what
     *     it leaves unsaid is taken from the turns before it, and the answer still rests on this turn's sources alone.
     *
     *     Events: `status` `{status, attempt}` comes first; `sources`; `progress` `{done, total}` while documents are read in
     *     parts; `delta` `{offset, text}`, where a client keeps
     *     `answer = answer.slice(0, offset) + text`; `citation`; `done` with the whole question, which alone is authoritative; and
     *     `error` when the stream, not the question, has failed: reconnect. Every event has an id to resume after.
     */
    post: operations['post_questions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/questions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a question with its answer */
    get: operations['get_questions_id'];
    put?: never;
    post?: never;
    /**
     * Cancel a question
     * @description A question that is final already stays as it is.
     */
    delete: operations['delete_questions_id'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/questions/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Follow an answer while it is made
     * @description Events: `status` `{status, attempt}` comes first; `sources`; `progress` `{done, total}` while documents are read in
     *     parts; `delta` `{offset, text}`, where a client keeps
     *     `answer = answer.slice(0, offset) + text`; `citation`; `done` with the whole question, which alone is authoritative; and
     *     `error` when the stream, not the question, has failed: reconnect. Every event has an id to resume after.
     */
    get: operations['get_questions_id_events'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/conversations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your conversations, the one used last first
     * @description A conversation begins with a question: `POST /v1/questions` with `conversation_id: "new"`.
     */
    get: operations['get_conversations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/conversations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a conversation with its questions, newest first */
    get: operations['get_conversations_id'];
    put?: never;
    post?: never;
    /**
     * Delete a conversation with its questions
     * @description A question of it that is still being answered is cancelled.
     */
    delete: operations['delete_conversations_id'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/collections/{name}/documents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List a collection’s documents in the order of their first upload */
    get: operations['get_collections_name_documents'];
    put?: never;
    /**
     * Upload files
     * @description Each file becomes a document under its own name. One bad file does not keep the others out: it is listed in
     *     `errors`. When none could be taken, the answer is the problem of the first one. The fields `tags` (one for each
     *     tag), `date` and `source_url`, wherever they stand in the form, are of all its files; what is absent stays as it was.
     */
    post: operations['post_collections_name_documents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/collections/{name}/documents/{docName}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Upload one file under a name
     * @description The same name with the same bytes changes nothing. New bytes become the document’s next version; the old one
     *     answers until the new one is ready. Tags, date and source address that are given replace those before, also when the
     *     bytes are the same; what is absent stays as it was.
     */
    put: operations['put_collections_name_documents_docName'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/documents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a document */
    get: operations['get_documents_id'];
    put?: never;
    post?: never;
    /**
     * Delete a document
     * @description After the answer no search and no later question uses it.
     */
    delete: operations['delete_documents_id'];
    options?: never;
    head?: never;
    /**
     * Change what searches are filtered by
     * @description What is absent stays as it is; `null`, for `tags` an empty list, takes it away. The document is not read
     *     again, and the next search filters by what was changed.
     */
    patch: operations['patch_documents_id'];
    trace?: never;
  };
  '/v1/documents/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Follow a document while it is read
     * @description Events: `status` with the whole document at each change; `done` with it when it is ready or has failed; `error`
     *     when it was deleted or the stream has failed.
     */
    get: operations['get_documents_id_events'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/documents/{id}/text': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the extracted text
     * @description Citations point into it: `quote` is exactly `text.slice(start, end)` in UTF-16 code units.
     */
    get: operations['get_documents_id_text'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/documents/{id}/content': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Download the original of the newest version */
    get: operations['get_documents_id_content'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/documents/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel what is being read
     * @description Versions that are queued or processing become `failed` with the code `cancelled`; the version that
     *     answers goes on answering. A retry goes on at the step where it ended. Cancelling again changes nothing.
     */
    post: operations['post_documents_id_cancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/documents/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Try a failed document again
     * @description What earlier attempts have made is used: it goes on at the step that failed.
     */
    post: operations['post_documents_id_retry'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/collections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List all collections */
    get: operations['get_collections'];
    put?: never;
    /** Create a collection */
    post: operations['post_collections'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/collections/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a collection */
    get: operations['get_collections_name'];
    put?: never;
    post?: never;
    /**
     * Delete a collection with its documents
     * @description The collection `default` stays.
     */
    delete: operations['delete_collections_name'];
    options?: never;
    head?: never;
    /**
     * Change a collection
     * @description What is absent stays as it is. `refusal` takes effect with the next question.
     */
    patch: operations['patch_collections_name'];
    trace?: never;
  };
  '/v1/collections/{name}/embedder': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a collection's embedder, its newest change, and what it can be changed to */
    get: operations['get_collections_name_embedder'];
    /**
     * Change a collection's embedder while it is in use
     * @description A worker embeds every passage anew beside the old vectors, compares both, and swaps; until then, and while each worker builds its new index, the old one answers. Disk and memory hold both meanwhile. Follow it with GET.
     */
    put: operations['put_collections_name_embedder'];
    post?: never;
    /** Cancel a change of the embedder; the old one stays */
    delete: operations['delete_collections_name_embedder'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/collections/{name}/embedder/swap': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a manual change take over, once it is ready */
    post: operations['post_collections_name_embedder_swap'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/collections/{name}/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Search a collection, without a model */
    post: operations['post_collections_name_search'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what answers now */
    get: operations['get_models'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models/catalogue': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the models that can be fetched (admin)
     * @description As one of the workers sees them: what is on its disk, and how they would run on its machine.
     */
    get: operations['get_models_catalogue'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models/pulls': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List models on their way, and for some days how that ended (admin) */
    get: operations['get_models_pulls'];
    put?: never;
    /**
     * Have a model of the catalogue fetched by a worker (admin)
     * @description Goes on from what an earlier pull left, and checks the SHA-256. One that is on its way already stays so. Workers use a new model after a restart.
     */
    post: operations['post_models_pulls'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models/pulls/{model}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Stop fetching a model, or forget how that ended (admin)
     * @description Stops within a second or two. What has arrived is kept, and the next pull goes on from there.
     */
    delete: operations['delete_models_pulls_model'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/keys/current': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Say whose key this is, and what it may do */
    get: operations['get_keys_current'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List all keys, without their secrets (admin) */
    get: operations['get_keys'];
    put?: never;
    /** Create a key (admin) */
    post: operations['post_keys'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke a key (admin)
     * @description It works no longer than a few seconds more. A key cannot revoke itself.
     */
    delete: operations['delete_keys_id'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/workers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the workers that are alive, by their own account (admin) */
    get: operations['get_workers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/queues': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count the jobs of every queue (admin) */
    get: operations['get_queues'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/queues/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Open the queue board in this browser (admin)
     * @description A page that is opened cannot send a key: it is exchanged for a cookie that shows the queues and nothing else.
     */
    post: operations['post_queues_sessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openai/v1/chat/completions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Complete a chat: of a collection’s documents, or with the model alone
     * @description The model `kotae/<collection>` answers the last message from that collection, with citations as markers in the
     *     text and as `annotations`; messages before it say what it goes on from, and system messages are not followed. Any other
     *     model of the list is talked to directly. With `stream` the answer comes as chunks. A client that hangs up cancels. Errors have OpenAI’s shape: `{"error": {message, type, param, code}}`.
     */
    post: operations['post_openai_v1_chat_completions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openai/v1/embeddings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Embed texts with an embedder of the workers
     * @description Errors have OpenAI’s shape: `{"error": {message, type, param, code}}`.
     */
    post: operations['post_openai_v1_embeddings'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openai/v1/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List collections, models and embedders as models */
    get: operations['get_openai_v1_models'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openai/v1/models/{model}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get one of them */
    get: operations['get_openai_v1_models_model'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Metrics for Prometheus (admin)
     * @description Queues, rows and open streams, and what each living worker says of its answers, engine and indexes.
     */
    get: operations['get_metrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/mcp': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Speak the Model Context Protocol (streamable HTTP, without sessions)
     * @description Tools: `ask`, `search_documents`, `get_document_text`, `list_collections`. For MCP clients; see docs/mcp.md.
     */
    post: operations['post_mcp'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process runs */
    get: operations['get_healthz'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether questions and documents would be worked on now
     * @description When not, `errors` names what is missing: `postgres`, `redis`, `worker:answer`, `worker:ingest`.
     */
    get: operations['get_readyz'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This description */
    get: operations['get_openapi_json'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This description for browsers */
    get: operations['get_docs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Collection: {
      /** Format: uuid */
      id: string;
      name: string;
      description: string | null;
      embedder: {
        id: string;
        dimensions: number;
      } | null;
      documents: number;
      refusal: {
        ja: {
          coverage: number | null;
          similarity: number | null;
          rerank: number | null;
          support: number;
        };
        en: {
          coverage: number | null;
          similarity: number | null;
          rerank: number | null;
          support: number;
        };
      } | null;
      /** Format: date-time */
      created_at: string;
      links: {
        self: string;
        documents: string;
      };
    };
    Conversation: {
      /** Format: uuid */
      id: string;
      /** @description The first question */
      title: string;
      collection: string;
      /** @description How many questions it has */
      turns: number;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description When the newest question was asked
       */
      updated_at: string;
      links: {
        self: string;
      };
    };
    TextRange: {
      text: string;
      start: number;
      end: number;
      /** @description Length of the whole text in UTF-16 code units */
      length: number;
      version: number;
    };
    DocumentEvent:
      | {
          /** @constant */
          type: 'status';
          data: components['schemas']['Document'];
        }
      | {
          /** @constant */
          type: 'done';
          data: components['schemas']['Document'];
        }
      | {
          /** @constant */
          type: 'error';
          data: {
            /** @enum {string} */
            code:
              | 'invalid_request'
              | 'unauthenticated'
              | 'forbidden'
              | 'not_found'
              | 'method_not_allowed'
              | 'collection_not_found'
              | 'collection_exists'
              | 'document_not_found'
              | 'question_not_found'
              | 'conversation_not_found'
              | 'conversation_busy'
              | 'idempotency_key_reused'
              | 'conflict'
              | 'payload_too_large'
              | 'unsupported_media_type'
              | 'unsupported_document_type'
              | 'document_empty'
              | 'document_encrypted'
              | 'document_corrupt'
              | 'document_too_large'
              | 'document_parse_timeout'
              | 'document_parse_crashed'
              | 'model_not_found'
              | 'model_unsupported'
              | 'model_load_failed'
              | 'model_download_failed'
              | 'model_checksum_mismatch'
              | 'prompt_too_long'
              | 'engine_crashed'
              | 'engine_busy'
              | 'answer_crashed'
              | 'generation_failed'
              | 'embedder_mismatch'
              | 'index_unavailable'
              | 'snapshot_invalid'
              | 'worker_unavailable'
              | 'service_unavailable'
              | 'storage_full'
              | 'rate_limited'
              | 'cancelled'
              | 'internal_error';
            message: string;
          };
        };
    Document: {
      /** Format: uuid */
      id: string;
      collection: string;
      name: string;
      /** @enum {string} */
      status: 'queued' | 'processing' | 'ready' | 'failed';
      /** @description The newest version uploaded, starting at 1 */
      version: number;
      /** @description The version that search and answers use; null until one is ready */
      ready_version: number | null;
      sha256: string;
      /** @description Bytes */
      size: number;
      /** @description What the bytes are, whatever the name says; null until they are read */
      media_type: string | null;
      tags: string[];
      /** @description The day that the document is of */
      date: string | null;
      /** @description Where the document comes from */
      source_url: string | null;
      /** @description The synced folder that the document belongs to */
      sync_source: string | null;
      pages: number | null;
      passages: number | null;
      /** @description Pictures, and pages that may be some, passed over because Tesseract (for pages also poppler) was missing where the document was read. Once it is installed, `kotae doctor --repair` has the document read again */
      unread_pictures: number | null;
      progress: {
        /** @enum {string} */
        stage: 'parse' | 'chunk' | 'embed' | 'index';
        done: number;
        total: number | null;
        /** @description What `done` and `total` count */
        unit: ('pages' | 'bytes' | 'characters' | 'passages') | null;
      } | null;
      error: {
        /** @enum {string} */
        code:
          | 'invalid_request'
          | 'unauthenticated'
          | 'forbidden'
          | 'not_found'
          | 'method_not_allowed'
          | 'collection_not_found'
          | 'collection_exists'
          | 'document_not_found'
          | 'question_not_found'
          | 'conversation_not_found'
          | 'conversation_busy'
          | 'idempotency_key_reused'
          | 'conflict'
          | 'payload_too_large'
          | 'unsupported_media_type'
          | 'unsupported_document_type'
          | 'document_empty'
          | 'document_encrypted'
          | 'document_corrupt'
          | 'document_too_large'
          | 'document_parse_timeout'
          | 'document_parse_crashed'
          | 'model_not_found'
          | 'model_unsupported'
          | 'model_load_failed'
          | 'model_download_failed'
          | 'model_checksum_mismatch'
          | 'prompt_too_long'
          | 'engine_crashed'
          | 'engine_busy'
          | 'answer_crashed'
          | 'generation_failed'
          | 'embedder_mismatch'
          | 'index_unavailable'
          | 'snapshot_invalid'
          | 'worker_unavailable'
          | 'service_unavailable'
          | 'storage_full'
          | 'rate_limited'
          | 'cancelled'
          | 'internal_error';
        message: string;
      } | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
      /** @description In the answer to an upload: true when the newest version had these very bytes */
      unchanged?: boolean;
      links: {
        self: string;
        events: string;
        text: string;
        content: string;
      };
    };
    Upload: {
      documents: components['schemas']['Document'][];
      errors: {
        /** @description The file’s name as it was sent */
        file: string | null;
        /** @enum {string} */
        code:
          | 'invalid_request'
          | 'unauthenticated'
          | 'forbidden'
          | 'not_found'
          | 'method_not_allowed'
          | 'collection_not_found'
          | 'collection_exists'
          | 'document_not_found'
          | 'question_not_found'
          | 'conversation_not_found'
          | 'conversation_busy'
          | 'idempotency_key_reused'
          | 'conflict'
          | 'payload_too_large'
          | 'unsupported_media_type'
          | 'unsupported_document_type'
          | 'document_empty'
          | 'document_encrypted'
          | 'document_corrupt'
          | 'document_too_large'
          | 'document_parse_timeout'
          | 'document_parse_crashed'
          | 'model_not_found'
          | 'model_unsupported'
          | 'model_load_failed'
          | 'model_download_failed'
          | 'model_checksum_mismatch'
          | 'prompt_too_long'
          | 'engine_crashed'
          | 'engine_busy'
          | 'answer_crashed'
          | 'generation_failed'
          | 'embedder_mismatch'
          | 'index_unavailable'
          | 'snapshot_invalid'
          | 'worker_unavailable'
          | 'service_unavailable'
          | 'storage_full'
          | 'rate_limited'
          | 'cancelled'
          | 'internal_error';
        message: string;
      }[];
    };
    EmbedderChange: {
      /** @description The new one */
      embedder: {
        id: string;
        dimensions: number;
      };
      /** @description The one before */
      from: string | null;
      /** @enum {string} */
      status: 'embedding' | 'ready' | 'done' | 'cancelled';
      /** @enum {string} */
      swap: 'automatic' | 'manual';
      /** @description Passages that answer now */
      progress: {
        done: number;
        total: number;
      };
      /** @description What both find, once all is embedded; null where the worker lacks one of the two */
      comparison: {
        /**
         * @description Questions that were asked lately, or the beginnings of passages where there are too few
         * @enum {string}
         */
        queries: 'questions' | 'passages';
        /** @description Queries compared */
        sample: number;
        /** @description Passages searched, exactly */
        passages: number;
        /** @description Share of the ten nearest passages that both embedders find */
        overlap_at_10: number;
        /** @description Share of passages found by their own beginning; null for questions */
        found_at_10: {
          before: number;
          after: number;
        } | null;
      } | null;
      /** @description Why it does not get on at the moment; it is tried again */
      error: {
        /** @enum {string} */
        code:
          | 'invalid_request'
          | 'unauthenticated'
          | 'forbidden'
          | 'not_found'
          | 'method_not_allowed'
          | 'collection_not_found'
          | 'collection_exists'
          | 'document_not_found'
          | 'question_not_found'
          | 'conversation_not_found'
          | 'conversation_busy'
          | 'idempotency_key_reused'
          | 'conflict'
          | 'payload_too_large'
          | 'unsupported_media_type'
          | 'unsupported_document_type'
          | 'document_empty'
          | 'document_encrypted'
          | 'document_corrupt'
          | 'document_too_large'
          | 'document_parse_timeout'
          | 'document_parse_crashed'
          | 'model_not_found'
          | 'model_unsupported'
          | 'model_load_failed'
          | 'model_download_failed'
          | 'model_checksum_mismatch'
          | 'prompt_too_long'
          | 'engine_crashed'
          | 'engine_busy'
          | 'answer_crashed'
          | 'generation_failed'
          | 'embedder_mismatch'
          | 'index_unavailable'
          | 'snapshot_invalid'
          | 'worker_unavailable'
          | 'service_unavailable'
          | 'storage_full'
          | 'rate_limited'
          | 'cancelled'
          | 'internal_error';
        message: string;
      } | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    CollectionEmbedder: {
      /** @description Null until the first document has been read */
      current: {
        id: string;
        dimensions: number;
      } | null;
      /** @description The newest change; null when there has been none */
      change: components['schemas']['EmbedderChange'] | null;
      /** @description What the collection can be changed to */
      available: {
        id: string;
        dimensions: number;
        note?: string;
        /** @description Workers alive that have it */
        workers: number;
      }[];
      /** @description For people: what they might want to do, and how */
      hint: string | null;
    };
    Key: {
      /** Format: uuid */
      id: string;
      name: string;
      /** @description The part that is no secret: `kt_<prefix>_…` */
      prefix: string;
      /**
       * @description `use` may do everything but what concerns the installation itself; `admin` may do that too
       * @enum {string}
       */
      scope: 'use' | 'admin';
      /** Format: date-time */
      created_at: string;
      /** @description To the minute */
      last_used_at: string | null;
      revoked_at: string | null;
    };
    Caller: {
      /** @description The key; null for this machine’s user, who needs none in development */
      id: string | null;
      name: string | null;
      /**
       * @description `use` may do everything but what concerns the installation itself; `admin` may do that too
       * @enum {string}
       */
      scope: 'use' | 'admin';
    };
    NewKey: {
      /** Format: uuid */
      id: string;
      name: string;
      /** @description The part that is no secret: `kt_<prefix>_…` */
      prefix: string;
      /**
       * @description `use` may do everything but what concerns the installation itself; `admin` may do that too
       * @enum {string}
       */
      scope: 'use' | 'admin';
      /** Format: date-time */
      created_at: string;
      /** @description To the minute */
      last_used_at: string | null;
      revoked_at: string | null;
      /** @description The key itself: it is shown this one time only */
      key: string;
    };
    Model: {
      id: string;
      /** @enum {string} */
      generator: 'llama' | 'extractive' | 'openai';
      /** @description Tokens of one sequence of the short lane; null without a model */
      context_size: number | null;
      /** @description For people, e.g. that no model is installed and how to get one */
      note?: string;
      lanes: {
        /** @enum {string} */
        name: 'short' | 'long';
        sequences: number;
        context_size: number;
      }[];
      /** @description Workers alive that run it */
      workers: number;
      embedder: {
        id: string;
        dimensions: number;
        note?: string;
      };
      /** @description What takes part in search */
      retrievers: string[];
    };
    ModelPull: {
      model: string;
      /** @enum {string} */
      status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
      /** @description Null before anything is known */
      progress: {
        /**
         * @description `rehash`: reading what an earlier pull left; `receive`: over the network
         * @enum {string}
         */
        phase: 'rehash' | 'receive';
        done_bytes: number;
        /** @description Null while it is not known */
        total_bytes: number | null;
        /** @description The worker that fetches it */
        worker: string;
      } | null;
      error: {
        /** @enum {string} */
        code:
          | 'invalid_request'
          | 'unauthenticated'
          | 'forbidden'
          | 'not_found'
          | 'method_not_allowed'
          | 'collection_not_found'
          | 'collection_exists'
          | 'document_not_found'
          | 'question_not_found'
          | 'conversation_not_found'
          | 'conversation_busy'
          | 'idempotency_key_reused'
          | 'conflict'
          | 'payload_too_large'
          | 'unsupported_media_type'
          | 'unsupported_document_type'
          | 'document_empty'
          | 'document_encrypted'
          | 'document_corrupt'
          | 'document_too_large'
          | 'document_parse_timeout'
          | 'document_parse_crashed'
          | 'model_not_found'
          | 'model_unsupported'
          | 'model_load_failed'
          | 'model_download_failed'
          | 'model_checksum_mismatch'
          | 'prompt_too_long'
          | 'engine_crashed'
          | 'engine_busy'
          | 'answer_crashed'
          | 'generation_failed'
          | 'embedder_mismatch'
          | 'index_unavailable'
          | 'snapshot_invalid'
          | 'worker_unavailable'
          | 'service_unavailable'
          | 'storage_full'
          | 'rate_limited'
          | 'cancelled'
          | 'internal_error';
        message: string;
      } | null;
      /** Format: date-time */
      created_at: string;
      finished_at: string | null;
    };
    CatalogueModel: {
      id: string;
      /** @enum {string} */
      kind: 'generator' | 'embedder' | 'reranker';
      title: string;
      size_bytes: number;
      size_is_exact: boolean;
      /** @description Tokens that it was made for */
      context_size: number;
      licence: string;
      languages: string[];
      note: string;
      /** @description The one of its kind to begin with */
      recommended: boolean;
      /** @description Whether its file is on the worker’s disk */
      installed: boolean;
      /** @description For generators of workers that compute on the CPU */
      plan: {
        /** @description RAM that a model may take on the worker’s machine */
        usable_bytes: number;
        /** @description What it would take; null when it does not fit */
        needed_bytes: number | null;
        /** @description Questions answered at once; null when it does not fit */
        short: {
          sequences: number;
          context_size: number;
        } | null;
        /** @description For long prompts; null without */
        long: {
          sequences: number;
          context_size: number;
        } | null;
      } | null;
    };
    ChatCompletion: {
      id: string;
      /** @constant */
      object: 'chat.completion';
      /** @description Seconds since 1970 */
      created: number;
      model: string;
      choices: {
        /** @constant */
        index: 0;
        message: {
          /** @constant */
          role: 'assistant';
          content: string;
          refusal: null;
          annotations: {
            /** @constant */
            type: 'file_citation';
            /** @description Where the marker stands in the answer, in UTF-16 code units */
            index: number;
            /** @description The document’s id */
            file_id: string;
            /** @description The document’s name */
            filename: string;
            marker: number;
            version: number;
            page: number | null;
            heading: string;
            start: number;
            end: number;
            quote: string;
            /** @description False when the quote does not bear the claim */
            supported: boolean;
          }[];
        };
        logprobs: null;
        /** @enum {string} */
        finish_reason: 'stop' | 'length';
      }[];
      usage: {
        prompt_tokens: number;
        completion_tokens: number;
        total_tokens: number;
        prompt_tokens_details: {
          cached_tokens: number;
        };
      };
      kotae: {
        /**
         * Format: uuid
         * @description The question: sources, timings and everything else are there
         */
        id: string;
        /** @enum {string} */
        status: 'answered' | 'not_in_documents';
      };
    };
    OpenAiModel: {
      id: string;
      /** @constant */
      object: 'model';
      /** @description Seconds since 1970; 0 for models, whose age nobody knows */
      created: number;
      /** @constant */
      owned_by: 'kotae';
    };
    Citation: {
      /** @description The number in the answer: `[1]` has marker 1 */
      marker: number;
      document_id: string;
      document: string;
      version: number;
      page: number | null;
      heading: string;
      /** @description UTF-16 offsets into the text of that version */
      start: number;
      end: number;
      /** @description Exactly `text.slice(start, end)` of that version’s text, so show it as text, never as HTML */
      quote: string;
      /** @description False when words, names, dates or numbers of the claim are not in the quote, or it denies the claim */
      supported: boolean;
    };
    Source: {
      /** @description Number in the prompt; null when left out */
      n: number | null;
      passage_id: number;
      document_id: string;
      document: string;
      version: number;
      page: number | null;
      heading: string;
      score: number;
      tokens: number;
      included: boolean;
      /**
       * @description Why the passage is not in the prompt
       * @enum {string}
       */
      reason?:
        'over_budget' | 'document_cap' | 'near_duplicate' | 'deleted' | 'below_threshold' | 'part_limit';
    };
    AnswerEvent:
      | {
          /** @constant */
          type: 'status';
          data: {
            /** @enum {string} */
            status: 'queued' | 'running' | 'answered' | 'not_in_documents' | 'failed' | 'cancelled';
            attempt: number;
          };
        }
      | {
          /** @constant */
          type: 'sources';
          data: {
            sources: components['schemas']['Source'][];
          };
        }
      | {
          /** @constant */
          type: 'progress';
          data: {
            done: number;
            total: number;
          };
        }
      | {
          /** @constant */
          type: 'delta';
          data: {
            offset: number;
            text: string;
          };
        }
      | {
          /** @constant */
          type: 'citation';
          data: components['schemas']['Citation'];
        }
      | {
          /** @constant */
          type: 'done';
          data: components['schemas']['Question'];
        }
      | {
          /** @constant */
          type: 'error';
          data: {
            /** @enum {string} */
            code:
              | 'invalid_request'
              | 'unauthenticated'
              | 'forbidden'
              | 'not_found'
              | 'method_not_allowed'
              | 'collection_not_found'
              | 'collection_exists'
              | 'document_not_found'
              | 'question_not_found'
              | 'conversation_not_found'
              | 'conversation_busy'
              | 'idempotency_key_reused'
              | 'conflict'
              | 'payload_too_large'
              | 'unsupported_media_type'
              | 'unsupported_document_type'
              | 'document_empty'
              | 'document_encrypted'
              | 'document_corrupt'
              | 'document_too_large'
              | 'document_parse_timeout'
              | 'document_parse_crashed'
              | 'model_not_found'
              | 'model_unsupported'
              | 'model_load_failed'
              | 'model_download_failed'
              | 'model_checksum_mismatch'
              | 'prompt_too_long'
              | 'engine_crashed'
              | 'engine_busy'
              | 'answer_crashed'
              | 'generation_failed'
              | 'embedder_mismatch'
              | 'index_unavailable'
              | 'snapshot_invalid'
              | 'worker_unavailable'
              | 'service_unavailable'
              | 'storage_full'
              | 'rate_limited'
              | 'cancelled'
              | 'internal_error';
            message: string;
          };
        };
    Question: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      status: 'queued' | 'running' | 'answered' | 'not_in_documents' | 'failed' | 'cancelled';
      question: string;
      collection: string;
      conversation_id: string | null;
      /** @description Place in the conversation, from 1 on */
      turn: number | null;
      /** @description What was searched for, when the question needed its conversation to be understood */
      standalone_question: string | null;
      options: {
        /** @default true */
        grounded: boolean;
        /** @default 512 */
        max_tokens: number;
        /** @default 0 */
        temperature: number;
        /** @default 20 */
        top_k: number;
        filter?: {
          /** @description Ids or names of documents, one of which it must be */
          documents?: string[];
          /** @description How one of the headings above the passage begins; upper and lower case are the same */
          heading?: string;
          /** @description Tags, all of which the document must have */
          tags?: string[];
          /**
           * Format: date
           * @description First day of the document’s date; documents without one are out
           */
          from?: string;
          /**
           * Format: date
           * @description Last day of the document’s date, that day included
           */
          to?: string;
          /** @description How the address that the document comes from begins; documents without one are out */
          source_url?: string;
        };
        /** @default null */
        context_tokens: number | null;
        /**
         * @default passages
         * @enum {string}
         */
        context: 'passages' | 'documents';
        /**
         * @default interactive
         * @enum {string}
         */
        priority: 'interactive' | 'batch';
        model?: string;
      };
      /** @description Plain text: Markdown links and pictures, HTML tags and characters that nobody sees are made inert. Show it as text */
      answer: string | null;
      citations: components['schemas']['Citation'][];
      sources: components['schemas']['Source'][];
      stop_reason: ('end' | 'max_tokens' | 'context_full') | null;
      usage: {
        prompt_tokens: number;
        reused_tokens: number;
        completion_tokens: number;
        /**
         * @description The model’s server did not count; these are estimates
         * @constant
         */
        estimated?: true;
        /** @description The part that went into writing a follow-up out */
        condense?: {
          prompt_tokens: number;
          reused_tokens: number;
          completion_tokens: number;
          /**
           * @description The model’s server did not count; these are estimates
           * @constant
           */
          estimated?: true;
        };
        /** @description The part that went into reading documents in parts */
        read?: {
          prompt_tokens: number;
          reused_tokens: number;
          completion_tokens: number;
          /**
           * @description The model’s server did not count; these are estimates
           * @constant
           */
          estimated?: true;
          parts: number;
        };
      } | null;
      timings: {
        queued_ms: number | null;
        condense_ms: number | null;
        retrieve_ms: number | null;
        read_ms: number | null;
        prefill_ms: number | null;
        ttft_ms: number | null;
        decode_ms: number | null;
        total_ms: number | null;
      } | null;
      model: {
        id: string;
        /** @enum {string} */
        generator: 'llama' | 'extractive' | 'openai';
        lane: ('short' | 'long') | null;
        context_size: number | null;
        note?: string;
        /** @description The model that should have answered, and why it did not */
        fallback?: {
          from: string;
          /** @enum {string} */
          reason:
            | 'not_installed'
            | 'load_failed'
            | 'engine_down'
            | 'circuit_open'
            | 'unreachable'
            | 'timed_out'
            | 'rate_limited'
            | 'server_error'
            | 'bad_response'
            | 'refused';
        };
      } | null;
      error: {
        /** @enum {string} */
        code:
          | 'invalid_request'
          | 'unauthenticated'
          | 'forbidden'
          | 'not_found'
          | 'method_not_allowed'
          | 'collection_not_found'
          | 'collection_exists'
          | 'document_not_found'
          | 'question_not_found'
          | 'conversation_not_found'
          | 'conversation_busy'
          | 'idempotency_key_reused'
          | 'conflict'
          | 'payload_too_large'
          | 'unsupported_media_type'
          | 'unsupported_document_type'
          | 'document_empty'
          | 'document_encrypted'
          | 'document_corrupt'
          | 'document_too_large'
          | 'document_parse_timeout'
          | 'document_parse_crashed'
          | 'model_not_found'
          | 'model_unsupported'
          | 'model_load_failed'
          | 'model_download_failed'
          | 'model_checksum_mismatch'
          | 'prompt_too_long'
          | 'engine_crashed'
          | 'engine_busy'
          | 'answer_crashed'
          | 'generation_failed'
          | 'embedder_mismatch'
          | 'index_unavailable'
          | 'snapshot_invalid'
          | 'worker_unavailable'
          | 'service_unavailable'
          | 'storage_full'
          | 'rate_limited'
          | 'cancelled'
          | 'internal_error';
        message: string;
      } | null;
      /** Format: date-time */
      created_at: string;
      finished_at: string | null;
      links: {
        self: string;
        events: string;
      };
    };
    AcceptedQuestion: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      status: 'queued' | 'running' | 'answered' | 'not_in_documents' | 'failed' | 'cancelled';
      conversation_id: string | null;
      links: {
        self: string;
        events: string;
      };
    };
    SearchResults: {
      results: {
        passage_id: number;
        document_id: string;
        document: string;
        version: number;
        page: number | null;
        heading: string;
        text: string;
        start: number;
        end: number;
        /** @description Only its order within one search has a meaning */
        score: number;
        scores: {
          /** @description BM25 */
          lexical?: number;
          /** @description Cosine similarity */
          vector?: number;
          /** @description Probability by the reranker, 0 to 1 */
          rerank?: number;
        };
      }[];
      /** @description Which retrievers took part */
      retrievers: {
        /** @enum {string} */
        name: 'lexical' | 'vector' | 'rerank';
        model: string;
        weight: number;
        /** @description Why it had no say in this search; the others' order stands */
        failed?: string;
      }[];
    };
    Worker: {
      id: string;
      roles: ('answer' | 'ingest')[];
      /** @description Answers questions that name no model */
      generator: {
        id: string;
        /** @enum {string} */
        generator: 'llama' | 'extractive' | 'openai';
        lane: ('short' | 'long') | null;
        context_size: number | null;
        note?: string;
        /** @description The model that should have answered, and why it did not */
        fallback?: {
          from: string;
          /** @enum {string} */
          reason:
            | 'not_installed'
            | 'load_failed'
            | 'engine_down'
            | 'circuit_open'
            | 'unreachable'
            | 'timed_out'
            | 'rate_limited'
            | 'server_error'
            | 'bad_response'
            | 'refused';
        };
        lanes: {
          /** @enum {string} */
          name: 'short' | 'long';
          sequences: number;
          /** @description Tokens of each sequence */
          contextSize: number;
        }[];
      };
      /** @description All that questions may name, in the order in which they stand in for each other */
      generators: {
        id: string;
        /** @enum {string} */
        generator: 'llama' | 'extractive' | 'openai';
        lane: ('short' | 'long') | null;
        context_size: number | null;
        note?: string;
        /** @description The model that should have answered, and why it did not */
        fallback?: {
          from: string;
          /** @enum {string} */
          reason:
            | 'not_installed'
            | 'load_failed'
            | 'engine_down'
            | 'circuit_open'
            | 'unreachable'
            | 'timed_out'
            | 'rate_limited'
            | 'server_error'
            | 'bad_response'
            | 'refused';
        };
        lanes: {
          /** @enum {string} */
          name: 'short' | 'long';
          sequences: number;
          /** @description Tokens of each sequence */
          contextSize: number;
        }[];
      }[];
      /** @description The one that new collections take */
      embedder: {
        id: string;
        dimensions: number;
        note?: string;
      };
      embedders: {
        id: string;
        dimensions: number;
        note?: string;
      }[];
      retrievers: string[];
      /** Format: date-time */
      started_at: string;
      /** @description Memory of the worker process in bytes */
      rss: number;
    };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @enum {string} */
      code:
        | 'invalid_request'
        | 'unauthenticated'
        | 'forbidden'
        | 'not_found'
        | 'method_not_allowed'
        | 'collection_not_found'
        | 'collection_exists'
        | 'document_not_found'
        | 'question_not_found'
        | 'conversation_not_found'
        | 'conversation_busy'
        | 'idempotency_key_reused'
        | 'conflict'
        | 'payload_too_large'
        | 'unsupported_media_type'
        | 'unsupported_document_type'
        | 'document_empty'
        | 'document_encrypted'
        | 'document_corrupt'
        | 'document_too_large'
        | 'document_parse_timeout'
        | 'document_parse_crashed'
        | 'model_not_found'
        | 'model_unsupported'
        | 'model_load_failed'
        | 'model_download_failed'
        | 'model_checksum_mismatch'
        | 'prompt_too_long'
        | 'engine_crashed'
        | 'engine_busy'
        | 'answer_crashed'
        | 'generation_failed'
        | 'embedder_mismatch'
        | 'index_unavailable'
        | 'snapshot_invalid'
        | 'worker_unavailable'
        | 'service_unavailable'
        | 'storage_full'
        | 'rate_limited'
        | 'cancelled'
        | 'internal_error';
      instance: string;
      errors?: {
        path: string;
        message: string;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  get_questions: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of questions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Question'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_questions: {
    parameters: {
      query?: never;
      header?: {
        /** @description Up to 255 printable ASCII characters; sent again with the same body it gives the same question */
        'Idempotency-Key'?: string;
        /** @description `wait=N` waits up to N seconds (at most 120) for the answer */
        Prefer?: string;
        /** @description `text/event-stream` streams the answer in the response itself */
        Accept?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default true */
          grounded?: boolean;
          /** @default 512 */
          max_tokens?: number;
          /** @default 0 */
          temperature?: number;
          /** @default 20 */
          top_k?: number;
          filter?: {
            documents?: string[];
            heading?: string;
            tags?: string[];
            /** Format: date */
            from?: string;
            /** Format: date */
            to?: string;
            source_url?: string;
          };
          /** @default null */
          context_tokens?: number | null;
          /**
           * @default passages
           * @enum {string}
           */
          context?: 'passages' | 'documents';
          /**
           * @default interactive
           * @enum {string}
           */
          priority?: 'interactive' | 'batch';
          model?: string;
          question: string;
          collection?: string;
          conversation_id?: 'new' | string;
        };
      };
    };
    responses: {
      /** @description The answer, with `Prefer: wait`; or its stream, with `Accept: text/event-stream` */
      200: {
        headers: {
          /** @description The question */
          Location?: string;
          /** @description The wait that was granted */
          'Preference-Applied'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Question'];
          'text/event-stream': string;
        };
      };
      /** @description Accepted */
      202: {
        headers: {
          /** @description The question */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AcceptedQuestion'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection; `conversation_not_found`: No such conversation; `model_not_found`: No such model */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conversation_busy`: Conversation is being answered */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `idempotency_key_reused`: Idempotency-Key reused */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `worker_unavailable`: No worker available; `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_questions_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The question */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Question'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `question_not_found`: No such question */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_questions_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The question as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Question'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `question_not_found`: No such question */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_questions_id_events: {
    parameters: {
      query?: never;
      header?: {
        /** @description Id of the last event seen; only what came after it is sent */
        'Last-Event-ID'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The events */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `question_not_found`: No such question */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_conversations: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of conversations */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Conversation'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_conversations_id: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The conversation and a page of its questions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            title: string;
            collection: string;
            turns: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
              self: string;
            };
            questions: {
              items: components['schemas']['Question'][];
              next_cursor: string | null;
            };
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conversation_not_found`: No such conversation */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_conversations_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conversation_not_found`: No such conversation */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_collections_name_documents: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        status?: 'queued' | 'processing' | 'ready' | 'failed';
        tags?: string[];
        from?: string;
        to?: string;
        source_url?: string;
      };
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of documents */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Document'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_collections_name_documents: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': {
          file: string[];
          tags?: string[];
          /** Format: date */
          date?: string;
          /** Format: uri */
          source_url?: string;
        };
      };
    };
    responses: {
      /** @description Every file was known already */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Upload'];
        };
      };
      /** @description Accepted; follow each document’s `links.events` */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Upload'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_empty`: Empty document */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `storage_full`: Storage full */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  put_collections_name_documents_docName: {
    parameters: {
      query?: {
        tags?: string[];
        date?: string | null;
        source_url?: string | null;
        sync_source?: string | null;
      };
      header?: never;
      path: {
        name: string;
        docName: string;
      };
      cookie?: never;
    };
    /** @description The bytes, of whatever type */
    requestBody: {
      content: {
        '*/*': string;
      };
    };
    responses: {
      /** @description Known already */
      200: {
        headers: {
          /** @description The document */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Document'];
        };
      };
      /** @description Accepted */
      202: {
        headers: {
          /** @description The document */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Document'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_empty`: Empty document */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `storage_full`: Storage full */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_documents_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Document'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_documents_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  patch_documents_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          tags?: string[];
          date?: string | null;
          source_url?: string | null;
          sync_source?: string | null;
        };
      };
    };
    responses: {
      /** @description The document */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Document'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_documents_id_events: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The events */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_documents_id_text: {
    parameters: {
      query?: {
        start?: number;
        end?: number;
        version?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The range, clipped to the text */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TextRange'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_documents_id_content: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bytes as they were uploaded */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': string;
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_documents_id_cancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Document'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_documents_id_retry: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Queued again */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Document'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `document_not_found`: No such document */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_collections: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All collections on one page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Collection'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_collections: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name: string;
          description?: string | null;
        };
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          /** @description The collection */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Collection'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_exists`: Collection exists already */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_collections_name: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The collection */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Collection'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_collections_name: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  patch_collections_name: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          description?: string | null;
          refusal?: {
            ja: {
              coverage: number | null;
              similarity: number | null;
              rerank: number | null;
              support: number;
            };
            en: {
              coverage: number | null;
              similarity: number | null;
              rerank: number | null;
              support: number;
            };
          } | null;
        };
      };
    };
    responses: {
      /** @description The collection */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Collection'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_collections_name_embedder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The embedder */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CollectionEmbedder'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  put_collections_name_embedder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          embedder: string;
          /**
           * @default automatic
           * @enum {string}
           */
          swap?: 'automatic' | 'manual';
        };
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          /** @description The collection's embedder */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EmbedderChange'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `embedder_mismatch`: Collection uses another embedder; `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_collections_name_embedder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Cancelled */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EmbedderChange'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_collections_name_embedder_swap: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It takes over in a moment */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EmbedderChange'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_collections_name_search: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          query: string;
          filter?: {
            documents?: string[];
            heading?: string;
            tags?: string[];
            /** Format: date */
            from?: string;
            /** Format: date */
            to?: string;
            source_url?: string;
          };
          /** @default 10 */
          k?: number;
        };
      };
    };
    responses: {
      /** @description The best passages, best first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SearchResults'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `worker_unavailable`: No worker available; `index_unavailable`: Index unavailable; `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_models: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All generators that workers run, on one page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Model'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_models_catalogue: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them on one page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            worker: string;
            items: components['schemas']['CatalogueModel'][];
            next_cursor: null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `worker_unavailable`: No worker available; `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_models_pulls: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All on one page, the newest first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ModelPull'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_models_pulls: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          model: string;
        };
      };
    };
    responses: {
      /** @description It waits for a worker, or is on its way */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ModelPull'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `model_not_found`: No such model */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `worker_unavailable`: No worker available; `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_models_pulls_model: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        model: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It stops */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_keys_current: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Caller'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_keys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All keys on one page, revoked ones too */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Key'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_keys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name: string;
          /**
           * @default use
           * @enum {string}
           */
          scope?: 'use' | 'admin';
        };
      };
    };
    responses: {
      /** @description Created; the only answer that shows the key */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewKey'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: Unsupported media type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_keys_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Revoked */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `conflict`: Conflict with the current state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_workers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them on one page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Worker'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_queues: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All queues on one page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              name: string;
              running: number;
              waiting: number;
              delayed: number;
            }[];
            next_cursor: string | null;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_queues_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A cookie is set */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            board: string;
            seconds: number;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_openai_v1_chat_completions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          model: string;
          messages: ({
            /** @enum {string} */
            role: 'system' | 'developer' | 'user' | 'assistant';
            content?:
              | (
                  | string
                  | ({
                      /** @constant */
                      type: 'text';
                      text: string;
                    } & {
                      [key: string]: unknown;
                    })[]
                )
              | null;
          } & {
            [key: string]: unknown;
          })[];
          stream?: boolean | null;
          stream_options?:
            | ({
                include_usage?: boolean | null;
              } & {
                [key: string]: unknown;
              })
            | null;
          max_completion_tokens?: number | null;
          max_tokens?: number | null;
          temperature?: number | null;
          top_p?: number | null;
          seed?: number | null;
          stop?: (string | string[]) | null;
          n?: 1 | null;
          response_format?:
            | (
                | ({
                    /** @constant */
                    type: 'text';
                  } & {
                    [key: string]: unknown;
                  })
                | ({
                    /** @constant */
                    type: 'json_object';
                  } & {
                    [key: string]: unknown;
                  })
                | ({
                    /** @constant */
                    type: 'json_schema';
                    json_schema: {
                      schema: {
                        [key: string]: unknown;
                      };
                    } & {
                      [key: string]: unknown;
                    };
                  } & {
                    [key: string]: unknown;
                  })
              )
            | null;
          tools?: null | [];
          functions?: null | [];
          logprobs?: false | null;
          kotae?: {
            /** @default 20 */
            top_k?: number;
            filter?: {
              documents?: string[];
              heading?: string;
              tags?: string[];
              /** Format: date */
              from?: string;
              /** Format: date */
              to?: string;
              source_url?: string;
            };
            /** @default null */
            context_tokens?: number | null;
            /**
             * @default passages
             * @enum {string}
             */
            context?: 'passages' | 'documents';
            /**
             * @default interactive
             * @enum {string}
             */
            priority?: 'interactive' | 'batch';
            model?: string;
          };
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The completion */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChatCompletion'];
          'text/event-stream': string;
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `collection_not_found`: No such collection; `model_not_found`: No such model */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `worker_unavailable`: No worker available; `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_openai_v1_embeddings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          model: string;
          input: string | string[];
          encoding_format?: ('float' | 'base64') | null;
          dimensions?: number | null;
          /**
           * @default passage
           * @enum {string}
           */
          input_type?: 'query' | 'passage';
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description One embedding for each text */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            data: {
              /** @constant */
              object: 'embedding';
              index: number;
              embedding: number[] | string;
            }[];
            model: string;
            usage: {
              prompt_tokens: number;
              total_tokens: number;
            };
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `model_not_found`: No such model */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `worker_unavailable`: No worker available; `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_openai_v1_models: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            data: components['schemas']['OpenAiModel'][];
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_openai_v1_models_model: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        model: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The model */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OpenAiModel'];
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `model_not_found`: No such model */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_metrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Prometheus’ text format */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  post_mcp: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description JSON-RPC 2.0 */
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The result, and what is told before it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description A notification was taken */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid API key */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: Not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: Too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_healthz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It runs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            status: 'ok';
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_readyz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ready */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            status: 'ready';
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_openapi_json: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1 */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            openapi: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  get_docs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `invalid_request`: Invalid request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: Internal error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `service_unavailable`: Service unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
