"""Sets of keys for hands that know another program; the defaults are near vim and less already."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_VIM = {
    "reader.page_down": "space,pagedown,ctrl+f",
    "reader.page_up": "pageup,ctrl+b",
    "find": "alt+slash",
    "palette": "ctrl+p,colon",
}
_EMACS = {
    "reader.down": "j,down,ctrl+n",
    "reader.up": "k,up,ctrl+p",
    "reader.page_down": "space,pagedown,ctrl+v",
    "reader.page_up": "pageup,alt+v",
    "reader.top": "g,home,alt+less_than_sign",
    "reader.bottom": "G,end,alt+greater_than_sign",
    "topics.down": "j,down,ctrl+n",
    "topics.up": "k,up,ctrl+p",
    "outline.down": "j,ctrl+n",
    "outline.up": "k,ctrl+p",
    "links.down": "j,ctrl+n",
    "links.up": "k,ctrl+p",
    "choose.down": "j,ctrl+n",
    "choose.up": "k,ctrl+p",
    "find": "ctrl+f,ctrl+s",
    "copy": "y,alt+w",
    "palette": "alt+x",
    "reader": "escape,ctrl+g",
    "search.close": "escape,ctrl+g",
    "choose.close": "escape,q,ctrl+g",
    "help.close": "escape,ctrl+g",
}

PRESETS: Mapping[str, Mapping[str, str]] = MappingProxyType({"default": {}, "vim": _VIM, "emacs": _EMACS})
"""Keys by command, by the name that the setting `key_preset` gives."""
