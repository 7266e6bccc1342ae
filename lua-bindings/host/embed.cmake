# Writes OUTPUT, a C file holding every Lua file under ROOT/solon as source text, sorted by module
# name.  Run by the build as: cmake -DROOT=stdlib -DOUTPUT=embedded_files.c -P embed.cmake
file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/solon/*.lua")
set(modules "")
foreach(file IN LISTS files)
  string(REGEX REPLACE "\\.lua$" "" module "${file}")
  string(REGEX REPLACE "/init$" "" module "${module}")
  string(REPLACE "/" "." module "${module}")
  list(APPEND modules "${module}!${file}")
endforeach()
# "!" sorts before "." and every letter, so that the order is that of the module names alone
list(SORT modules COMPARE STRING)
set(texts "")
set(table "")
set(number 0)
foreach(pair IN LISTS modules)
  string(REPLACE "!" ";" pair "${pair}")
  list(GET pair 0 module)
  list(GET pair 1 file)
  file(READ "${ROOT}/${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND texts "static const char text_${number}[] = {${bytes}0};\n")
  string(APPEND table
    "  {\"${module}\", \"@${file}\", text_${number}, sizeof text_${number} - 1},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "/* Generated from stdlib/ by embed.cmake; do not edit. */
#include \"lua-bindings/host/embedded.h\"
${texts}
const solon_embedded solon_embedded_files[] = {
${table}};
const size_t solon_embedded_count = ${number};
")
