"""Plain: a page for each statement, an index, an Atom and an RSS feed of the newest 20."""

SITENAME = "Statements"
SITEURL = "https://example.org"
AUTHOR = "Statements"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_PATHS = []
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PLUGINS = ["yaml_metadata"]  # without it the quotes and brackets of the YAML end up in the titles
ARTICLE_PATHS = ["statements"]
STATIC_PATHS = []
PAGE_PATHS = []
DEFAULT_CATEGORY = "statements"
USE_FOLDER_AS_CATEGORY = False
DEFAULT_PAGINATION = False
DELETE_OUTPUT_DIRECTORY = False

ARTICLE_URL = "statements/{slug}.html"
ARTICLE_SAVE_AS = "statements/{slug}.html"
ARTICLE_LANG_URL = ARTICLE_URL
ARTICLE_LANG_SAVE_AS = ARTICLE_SAVE_AS
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ARCHIVES_SAVE_AS = ""

FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "atom.xml"
FEED_ALL_RSS = "rss.xml"
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = TAG_FEED_ATOM = (
    None
)
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False

MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}}, "output_format": "html5"}
