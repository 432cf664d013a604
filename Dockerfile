# The bot for production: official node image, no dev dependencies, no sandbox, no package manager, nobody's account. Its root may be
# read-only: it writes to /data and nowhere else. The base is the Node that the repository brings; pin its digest where you build:
# docker build --build-arg NODE=node:24.21.0-slim@sha256:… .
ARG NODE=node:24.21.0-slim

FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM ${NODE}
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
RUN rm -r src/sandbox && rm -rf /usr/local/lib/node_modules /opt/yarn-* && mkdir /data && chown 1000:1000 /data
# Of the image's account "node", as a number: who forbids root has to see that it is none.
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
