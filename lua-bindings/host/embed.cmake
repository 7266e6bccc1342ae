# Writes OUTPUT, a C file holding the files under ROOT as text in a table named LIST (solon_embedded
# records, sorted by name).  Run by the build as
#   cmake -DKIND=modules -DROOT=stdlib  -DLIST=solon_embedded_files -DCOUNT=… -DOUTPUT=… -P embed.cmake
#     every solon/**.lua, named as a module: "solon.frame", chunk name "@solon/frame.lua"
#   cmake -DKIND=files   -DROOT=scripts …
#     every file in a folder of ROOT, named by its path: "area/name.lua", chunk name "@scripts/area/name.lua"
if(KIND STREQUAL "modules")
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/solon/*.lua")
  set(chunk_prefix "@")
else()
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/*/*")
  set(chunk_prefix "@scripts/")
endif()
set(pairs "")
foreach(file IN LISTS files)
  set(name "${file}")
  if(KIND STREQUAL "modules")
    string(REGEX REPLACE "\\.lua$" "" name "${name}")
    string(REGEX REPLACE "/init$" "" name "${name}")
    string(REPLACE "/" "." name "${name}")
  elseif(NOT file MATCHES "/")
    continue()
  endif()
  list(APPEND pairs "${name}!${file}")
endforeach()
# "!" sorts before "-", ".", "/" and every letter, so that the order is that of the names alone
list(SORT pairs COMPARE STRING)
set(texts "")
set(table "")
set(number 0)
foreach(pair IN LISTS pairs)
  string(REPLACE "!" ";" pair "${pair}")
  list(GET pair 0 name)
  list(GET pair 1 file)
  file(READ "${ROOT}/${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND texts "static const unsigned char text_${number}[] = {${bytes}0};\n")
  string(APPEND table
    "  {\"${name}\", \"${chunk_prefix}${file}\", (const char *)text_${number}, sizeof text_${number} - 1},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "/* Generated from ${KIND} by embed.cmake; do not edit. */
#include \"lua-bindings/host/embedded.h\"
${texts}
const solon_embedded ${LIST}[] = {
${table}  {0, 0, 0, 0}};
const size_t ${COUNT} = ${number};
")
