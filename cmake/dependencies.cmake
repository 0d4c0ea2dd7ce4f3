# What the native tests need: nlohmann/json (headers), which they hold our reading and writing of JSON against, and Catch2
# v3 (source). What ships uses neither. `npm run setup` puts both into .toolchain/; either variable
# may point elsewhere, as a CMake variable or in the environment.
function(chatwire_locate variable default probe)
  if(NOT DEFINED ${variable} AND DEFINED ENV{${variable}})
    set(${variable} "$ENV{${variable}}")
  endif()
  if(NOT ${variable})
    set(${variable} "${PROJECT_SOURCE_DIR}/.toolchain/${default}")
  endif()
  if(NOT EXISTS "${${variable}}/${probe}")
    message(FATAL_ERROR "${probe} is not in ${${variable}}. Run `npm run setup`, or set ${variable}.")
  endif()
  set(${variable} "${${variable}}" CACHE PATH "Folder that holds ${probe}" FORCE)
endfunction()

chatwire_locate(CHATWIRE_NLOHMANN headers/nlohmann nlohmann/json.hpp)
add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE "${CHATWIRE_NLOHMANN}")

chatwire_locate(CHATWIRE_CATCH2 headers/catch2 extras/catch_amalgamated.hpp)
add_library(catch2 STATIC EXCLUDE_FROM_ALL "${CHATWIRE_CATCH2}/extras/catch_amalgamated.cpp")
target_include_directories(catch2 SYSTEM PUBLIC "${CHATWIRE_CATCH2}/extras")
# Optimising a test framework, or stepping through it, is not worth the minutes.
target_compile_options(catch2 PRIVATE -w -O0 -g0)
