# chatwire_layer(<name> LINKS <lower layers...> [PRIVATE <libraries...>])
#
# Makes src/<name>/ a target of that name. Its headers are included as "<name>/file.h", through a folder that
# holds nothing but a link to this one layer. There is no include path to src/ itself, so a file can reach
# only the layers its target links: the walls between layers are the compiler's, not a convention.
function(chatwire_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "LINKS;PRIVATE")
  set(room "${PROJECT_BINARY_DIR}/layers/${name}")
  file(MAKE_DIRECTORY "${room}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/src/${name}" "${room}/${name}" SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC "${room}")
    target_link_libraries(${name} PUBLIC ${layer_LINKS} PRIVATE chatwire_options ${layer_PRIVATE})
    if(CHATWIRE_FUZZ)
      # The layers report which branches they took, and nothing else does: the fuzzer is to explore these.
      target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
  else()
    # Only headers so far: nothing to compile, still an address to include from.
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${room}")
    target_link_libraries(${name} INTERFACE ${layer_LINKS})
  endif()
endfunction()
