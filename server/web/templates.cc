#include "server/web/templates.h"

#include <cassert>
#include <map>

#include "server/web/embedded.h"

namespace incipit::server::web {
namespace {

std::string_view embedded(std::string_view name) {
  for (const auto& [file, bytes] : embedded_files()) {
    if (file == name) return bytes;
  }
  assert(false && "no such template");
  return {};
}

// Parts are put in as text once, before any data is seen, so that data can never name a part.
std::string with_parts(std::string_view name) {
  constexpr std::string_view kOpen = "{{>";
  const std::string_view text = embedded(name);
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = text.find(kOpen, at);
    if (open == std::string_view::npos) return out.append(text.substr(at));
    const std::size_t close = text.find("}}", open);
    assert(close != std::string_view::npos);
    out.append(text.substr(at, open - at));
    const std::string part{text.substr(open + kOpen.size(), close - open - kOpen.size())};
    out += with_parts(part + ".mustache");
    at = close + 2;
  }
}

const std::string& template_text(std::string_view name) {
  static const auto kTemplates = [] {
    std::map<std::string, std::string, std::less<>> all;
    for (const auto& [file, bytes] : embedded_files()) {
      if (file.ends_with(".mustache")) all.emplace(file, with_parts(file));
    }
    return all;
  }();
  const auto found = kTemplates.find(name);
  assert(found != kTemplates.end());
  return found->second;
}

}  // namespace

View make_view() { return View{View::type::object}; }

void put_text(View& view, const std::string& name, const std::string& text) {
  view.set(name, text.empty() ? View{false} : View{text});
}

void put_flag(View& view, const std::string& name, bool set) { view.set(name, View{set}); }

void put_list(View& view, const std::string& name, const std::vector<View>& items) {
  put_flag(view, "has_" + name, !items.empty());
  if (items.empty()) {
    view.set(name, View{false});
    return;
  }
  View list{View::type::list};
  for (const View& item : items) list.push_back(item);
  view.set(name, list);
}

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\t':
      case '\n':
        out += c;
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += "\xEF\xBF\xBD";
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string render(std::string_view name, const View& view) {
  kainjow::mustache::mustache page{template_text(name)};
  page.set_custom_escape([](const std::string& text) { return escape(text); });
  assert(page.is_valid());
  return page.render(view);
}

}  // namespace incipit::server::web
