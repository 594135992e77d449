#include "server/web/frame_view.h"

#include "server/web/wording.h"

namespace incipit::server::web {

View frame_view(const PageContext& context, const Frame& frame) {
  View view = make_view();
  put_text(view, "base", context.base);
  put_text(view, "page_title", frame.title);
  put_text(view, "box_q", frame.q);
  put_flag(view, "header_search", frame.header_search);
  put_text(view, "command", frame.command);
  const bool ours = context.json_twin.starts_with('/') && !context.json_twin.starts_with("//");
  put_text(view, "json_twin", ours ? context.json_twin : "");
  put_text(view, "revision", context.index.revision);
  put_text(view, "revision_short", context.index.revision.substr(0, 12));
  put_text(view, "index_papers", counted(context.index.papers, "paper", "papers"));
  put_text(view, "index_authors", counted(context.index.authors, "author", "authors"));
  put_date(view, "index_as_of", context.index.as_of, context);
  return view;
}

void put_date(View& view, const std::string& name, const std::optional<schema::Date>& date,
              const PageContext& context) {
  if (!date) {
    put_text(view, name + "_text", "");
    put_text(view, name + "_iso", "");
    put_text(view, name + "_year", "");
    return;
  }
  const std::string shown = schema::human_date(*date, context.current_year);
  const bool year_left_out = shown != schema::human_date(*date, 0);
  put_text(view, name + "_text", shown);
  put_text(view, name + "_iso", date->iso());
  put_text(view, name + "_year", year_left_out ? std::to_string(date->year()) : "");
}

}  // namespace incipit::server::web
