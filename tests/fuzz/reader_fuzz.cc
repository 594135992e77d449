// One libFuzzer program for each target; INCIPIT_FUZZ_TARGET names it. A broken property ends the program as a crash
// does, so that libFuzzer keeps the input.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const incipit::fuzz::Target* const target = incipit::fuzz::target_named(INCIPIT_FUZZ_TARGET);
  if (target == nullptr) {
    std::fprintf(stderr, "no target is called %s\n", INCIPIT_FUZZ_TARGET);
    std::abort();
  }
  const std::string fault = target->run(*target, std::string_view(reinterpret_cast<const char*>(data), size));
  if (fault.empty()) return 0;
  std::fprintf(stderr, "property broken: %s\n", fault.c_str());
  std::abort();
}
