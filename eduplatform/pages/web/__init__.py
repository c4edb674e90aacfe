"""What every request and answer goes through: headers, compression, files, language, proxies, health."""
