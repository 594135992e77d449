// What every page has around its content: title, header with the search box, footer with the index revision,
// the JSON twin and the equal command.
#pragma once

#include <string>

#include "server/web/pages.h"
#include "server/web/templates.h"

namespace incipit::server::web {

struct Frame {
  std::string title;    // of the window, without the product's name
  std::string q;        // what the search box shows
  std::string command;  // the equal command line; empty: none
  bool header_search = true;
};

[[nodiscard]] View frame_view(const PageContext& context, const Frame& frame);

// A date at its own precision: puts `<name>_text` ("Feb 5"), `<name>_iso` and `<name>_year` (the year that
// the print style adds back) into `view`; absent without a date.
void put_date(View& view, const std::string& name, const std::optional<schema::Date>& date,
              const PageContext& context);

}  // namespace incipit::server::web
