/* duckdb_library.h - DuckDB's C interface, opened on first use.
 *
 * The library takes long to load, so nothing links against it: solon_duckdb_load() opens it once
 * per process and finds the functions listed here.  Where it looks, in this order:
 *
 *   1. the file named by the environment variable SOLON_DUCKDB_LIBRARY (then nowhere else)
 *   2. libduckdb.so beside the executable
 *   3. ../lib/solon/libduckdb.so from the executable
 *   4. the file the build was configured with
 *   5. libduckdb.so by the system's rules
 */
#ifndef SOLON_DATA_DUCKDB_LIBRARY_H
#define SOLON_DATA_DUCKDB_LIBRARY_H

#include "core/base/context.h"

#include <duckdb.h>

/* Every function used: duckdb_NAME becomes the member NAME. */
#define SOLON_DUCKDB_FUNCTIONS(X)                                                                  \
  X(library_version)                                                                               \
  X(create_config)                                                                                 \
  X(set_config)                                                                                    \
  X(destroy_config)                                                                                \
  X(open_ext)                                                                                      \
  X(close)                                                                                         \
  X(connect)                                                                                       \
  X(disconnect)                                                                                    \
  X(interrupt)                                                                                     \
  X(free)                                                                                          \
  X(extract_statements)                                                                            \
  X(extract_statements_error)                                                                      \
  X(destroy_extracted)                                                                             \
  X(prepare_extracted_statement)                                                                   \
  X(prepare_error)                                                                                 \
  X(prepared_statement_type)                                                                       \
  X(destroy_prepare)                                                                               \
  X(nparams)                                                                                       \
  X(parameter_name)                                                                                \
  X(bind_boolean)                                                                                  \
  X(bind_int64)                                                                                    \
  X(bind_double)                                                                                   \
  X(bind_varchar_length)                                                                           \
  X(bind_null)                                                                                     \
  X(pending_prepared)                                                                              \
  X(pending_execute_task)                                                                          \
  X(pending_error)                                                                                 \
  X(execute_pending)                                                                               \
  X(destroy_pending)                                                                               \
  X(result_error)                                                                                  \
  X(destroy_result)                                                                                \
  X(column_count)                                                                                  \
  X(column_name)                                                                                   \
  X(column_logical_type)                                                                           \
  X(row_count)                                                                                     \
  X(fetch_chunk)                                                                                   \
  X(destroy_data_chunk)                                                                            \
  X(data_chunk_get_size)                                                                           \
  X(data_chunk_set_size)                                                                           \
  X(data_chunk_get_vector)                                                                         \
  X(vector_size)                                                                                   \
  X(vector_get_data)                                                                               \
  X(vector_get_validity)                                                                           \
  X(vector_ensure_validity_writable)                                                               \
  X(vector_assign_string_element_len)                                                              \
  X(create_logical_type)                                                                           \
  X(destroy_logical_type)                                                                          \
  X(get_type_id)                                                                                   \
  X(decimal_internal_type)                                                                         \
  X(decimal_scale)                                                                                 \
  X(enum_internal_type)                                                                            \
  X(enum_dictionary_value)                                                                         \
  X(from_date)                                                                                     \
  X(from_timestamp)                                                                                \
  X(create_table_function)                                                                         \
  X(destroy_table_function)                                                                        \
  X(table_function_set_name)                                                                       \
  X(table_function_add_parameter)                                                                  \
  X(table_function_set_extra_info)                                                                 \
  X(table_function_set_bind)                                                                       \
  X(table_function_set_init)                                                                       \
  X(table_function_set_function)                                                                   \
  X(table_function_supports_projection_pushdown)                                                   \
  X(register_table_function)                                                                       \
  X(bind_get_extra_info)                                                                           \
  X(bind_get_parameter)                                                                            \
  X(get_int64)                                                                                     \
  X(destroy_value)                                                                                 \
  X(bind_add_result_column)                                                                        \
  X(bind_set_bind_data)                                                                            \
  X(bind_set_cardinality)                                                                          \
  X(bind_set_error)                                                                                \
  X(init_get_column_count)                                                                         \
  X(init_get_column_index)                                                                         \
  X(init_get_bind_data)                                                                            \
  X(init_set_init_data)                                                                            \
  X(init_set_error)                                                                                \
  X(init_set_max_threads)                                                                          \
  X(function_get_init_data)

typedef struct solon_duckdb {
#define SOLON_DUCKDB_MEMBER(name) __typeof__(duckdb_##name) *name;
  SOLON_DUCKDB_FUNCTIONS(SOLON_DUCKDB_MEMBER)
#undef SOLON_DUCKDB_MEMBER
} solon_duckdb;

/* Sets *functions to the table, which lives as long as the process.  Thread-safe; the first success
 * is remembered, a failure is not.  SOLON_UNAVAILABLE: no library could be opened, or it lacks a
 * function; the detail names each file tried and why it was refused. */
solon_status solon_duckdb_load(solon_context *context, const solon_duckdb **functions);

#endif
