// The page of one paper as a view.
#pragma once

#include "schema/result.h"
#include "server/web/pages.h"
#include "server/web/templates.h"

namespace incipit::server::web {

[[nodiscard]] View paper_view(const PageContext& context, const schema::PaperResult& result);

}  // namespace incipit::server::web
