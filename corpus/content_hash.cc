#include "corpus/content_hash.h"

#include <xxhash.h>

#include "schema/ascii.h"

namespace incipit::corpus {

void ContentHash::Free::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

ContentHash::ContentHash() : state_(XXH3_createState()) { XXH3_128bits_reset(state_.get()); }

void ContentHash::add(std::string_view bytes) { XXH3_128bits_update(state_.get(), bytes.data(), bytes.size()); }

std::string ContentHash::text() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_.get()));
  return "xxh3-128:" + schema::hex_of({reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest});
}

}  // namespace incipit::corpus
