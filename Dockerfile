# Two stages: the locked dependencies are installed where there are tools, and run where there are none.
FROM python:3.12-slim AS dependencies
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev

FROM python:3.12-slim
WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin connectedness \
    && install -d -o connectedness /var/lib/connectedness
COPY --from=dependencies /app/.venv .venv
COPY manage.py ./
COPY connectedness connectedness
COPY scheduling scheduling
COPY coaching coaching
COPY templates templates
COPY static static
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CONNECTEDNESS_VAR=/var/lib/connectedness
USER connectedness
# The key signs nothing here and stays out of the image: it is set for this one command.
RUN SECRET_KEY=collecting-static-files-needs-a-key-that-signs-nothing-at-all python manage.py collectstatic --no-input
EXPOSE 8000
CMD ["gunicorn", "connectedness.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "8"]
