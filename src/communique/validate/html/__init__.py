"""Judge the HTML and XHTML inside feeds: is it HTML, is it safe in a feed reader."""
