# Files carried inside the program.
#
# incipit_embed(target OUTPUT file.cc NAMESPACE ns FILES ...) compiles the bytes of FILES into `target`: the
# generated source defines `ns::embedded_files()`, a span of (base name, bytes), sorted by name.
# The same file is the script that writes that source at build time (cmake -P), so an edited file is picked up
# by the next build.
if(CMAKE_SCRIPT_MODE_FILE)
  set(arrays "")
  set(rows "")
  list(SORT FILES COMPARE STRING)
  set(i 0)
  foreach(path IN LISTS FILES)
    get_filename_component(name "${path}" NAME)
    file(READ "${path}" hex HEX)
    if(hex STREQUAL "")
      message(FATAL_ERROR "${path} is empty")
    endif()
    string(REGEX REPLACE "(................................)" "\\1\n    " hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," hex "${hex}")
    string(APPEND arrays "constexpr char kFile${i}[] = {\n    ${hex}};\n")
    string(APPEND rows "    {\"${name}\", {kFile${i}, sizeof kFile${i}}},\n")
    math(EXPR i "${i} + 1")
  endforeach()
  file(WRITE "${OUTPUT}" "// Generated from the files named below.
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace ${NAMESPACE} {
namespace {
${arrays}
constexpr std::array<std::pair<std::string_view, std::string_view>, ${i}> kFiles{{
${rows}}};
}  // namespace

std::span<const std::pair<std::string_view, std::string_view>> embedded_files() { return kFiles; }

}  // namespace ${NAMESPACE}
")
  return()
endif()

set(INCIPIT_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(incipit_embed target)
  cmake_parse_arguments(E "" "OUTPUT;NAMESPACE" "FILES" ${ARGN})
  set(output ${PROJECT_BINARY_DIR}/generated/${E_OUTPUT})
  set(paths "")
  foreach(file IN LISTS E_FILES)
    list(APPEND paths ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  list(SORT paths COMPARE STRING)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${paths}" -DOUTPUT=${output} -DNAMESPACE=${E_NAMESPACE} -P ${INCIPIT_EMBED_SCRIPT}
    DEPENDS ${paths} ${INCIPIT_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
