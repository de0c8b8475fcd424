@{
    Snapshots = @(
        @{ Name = 'agents/base:v2'; Image = 'python:3.13-slim'; Memory = 2 }
        @{ Name = 'agents/train:v1'; Image = 'postgres:18' }
        @{ Name = 'web-scraper'; Image = 'node:22-slim' }
    )
}
