// Filling the mustache templates. A view is a tree of plain text: everything in it is escaped where it is put
// into a page, so no view ever holds markup.
//
// A name that a view lacks is looked up in the views around it; the `put_` functions therefore always set the
// name, an empty text as "absent".
#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace incipit::server::web {

using View = kainjow::mustache::data;

[[nodiscard]] View make_view();
void put_text(View& view, const std::string& name, const std::string& text);  // empty: absent
void put_flag(View& view, const std::string& name, bool set);
// Also sets the flag `has_<name>`; an empty list is absent.
void put_list(View& view, const std::string& name, const std::vector<View>& items);

// Text as HTML text or a double-quoted attribute value. Control characters, which HTML cannot carry, become
// U+FFFD.
[[nodiscard]] std::string escape(std::string_view text);

// The page that the embedded template `name` ("search.mustache") makes of `view`. `{{>part}}` stands for the
// template "part.mustache".
[[nodiscard]] std::string render(std::string_view name, const View& view);

}  // namespace incipit::server::web
